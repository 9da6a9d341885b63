//! What `certification` declares to the assembly.

use rocket::{Build, Rocket, Route};

use capability::{Capability, app_check, check};
use cohorts_model::follow_up::FollowUpReader;
use enrolment_model::persons::certificates::CertificatesReader;
use platform::app::App;
use platform::pages::Sample;
use platform::workers::Worker;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes,
    samples,
    letters: || {
        [super::letters::letter_samples(), super::wallet::letters::letter_samples()]
            .into_iter()
            .flatten()
            .collect()
    },
    permissions: || {
        [
            super::policy::permissions(),
            super::templates::policy::permissions(),
            super::signature_images::policy::permissions(),
            super::wallet::policy::permissions(),
        ]
        .concat()
    },
    workers,
    subscribers: super::wallet::subscribers,
    person_references: || {
        vec![
            super::person_references::declaration(),
            super::wallet::person_references::declaration(),
        ]
    },
    checks: &[
        check!(super::checks::findings),
        check!(super::reviews::checks::findings),
        check!(super::templates::checks::findings),
        check!(super::wallet::checks::findings),
    ],
    app_checks: &[app_check!(super::credentials::checks::findings)],
    state,
    ..Capability::named("certification")
};

fn routes() -> Vec<Route> {
    [
        super::web::routes(),
        super::reviews::routes(),
        super::validity::routes(),
        super::credentials::routes(),
        super::templates::routes(),
        super::signature_images::routes(),
        super::wallet::routes(),
    ]
    .concat()
}

fn samples() -> Vec<Sample> {
    [
        super::views::samples(),
        super::reviews::samples(),
        super::validity::samples(),
        super::templates::samples(),
        super::signature_images::samples(),
        super::wallet::samples(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn workers(app: &App) -> Result<Vec<Worker>, String> {
    Ok(vec![
        super::credentials::worker::worker(app.clone()),
        super::worker::worker(app.clone())?,
        super::reviews::watch::worker(app.clone()),
        super::batches::worker::worker(app.clone()),
        super::validity::worker::worker(app.clone()),
        super::wallet::worker::claims(app.clone()),
        super::wallet::worker::housekeeping(app.clone()),
    ])
}

fn state(rocket: Rocket<Build>) -> Rocket<Build> {
    rocket
        .manage(FollowUpReader(super::follow_up::read))
        .manage(CertificatesReader(super::of_person::read))
        .manage(super::web::CodeGuesses::default())
        .manage(super::credentials::StatusListCache::default())
}
