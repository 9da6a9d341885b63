//! What `announcements` declares to the assembly.

use capability::Capability;
use cohorts_model::audience::AudienceCounter;

use super::{invitation, letters, messages, reminders};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || [invitation::routes(), messages::routes()].concat(),
    samples: || invitation::samples().into_iter().chain(messages::samples()).collect(),
    letters: || {
        [
            letters::letter_samples(),
            invitation::letter_samples(),
            messages::letter_samples(),
            reminders::letter_samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    permissions: || [invitation::permissions(), messages::permissions()].concat(),
    workers: |app| Ok(vec![super::worker::worker(app), reminders::worker(app)]),
    // `cohorts` asks whom a change is told to.
    state: |rocket| rocket.manage(AudienceCounter(super::queries::audience)),
    ..Capability::named("announcements")
};
