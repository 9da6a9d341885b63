//! What `enrolment` declares to the assembly.

use capability::{Capability, check};
use cohorts_model::overlaps::OverlapCounter;
use cohorts_model::saving::CohortSaver;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    letters: || {
        [
            super::letters::letter_samples(),
            super::reminders::letter_samples(),
            super::quorum::letter_samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    permissions: || {
        [
            super::policy::permissions(),
            super::persons::permissions(),
            super::import::policy::permissions(),
        ]
        .concat()
    },
    workers: |app| {
        Ok(vec![
            super::reminders::worker(app),
            super::quorum::worker(app),
            super::import::worker::worker(app.clone()),
            super::worker::worker(app),
        ])
    },
    person_references: || vec![super::persons::person_references()],
    subscribers: || {
        vec![
            enrolment_model::commands::new_mail::mail_subscriber(),
            super::commands::follow_posts::subscriber(),
            super::commands::follow_entities::subscriber(),
        ]
    },
    checks: &[check!(super::checks::findings)],
    // `cohorts` asks who saves a cohort's data where people are enrolled, and whom a time meets elsewhere.
    state: |rocket| {
        rocket
            .manage(CohortSaver(|app, permit, change| {
                Box::pin(super::commands::save_cohort(app, permit, change))
            }))
            .manage(OverlapCounter(|db, query| {
                Box::pin(
                    async move { Ok(super::queries::overlapping_people(db, query).await?.len()) },
                )
            }))
    },
    ..Capability::named("enrolment")
};
