//! What `announcements` declares to the assembly.

use capability::Capability;
use cohorts_model::audience::AudienceCounter;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::invitation::routes,
    samples: super::invitation::samples,
    letters: || {
        [super::letters::letter_samples(), super::invitation::letter_samples()]
            .into_iter()
            .flatten()
            .collect()
    },
    permissions: super::invitation::permissions,
    workers: |app| Ok(vec![super::worker::worker(app)]),
    // `cohorts` asks whom a change is told to.
    state: |rocket| rocket.manage(AudienceCounter(super::queries::audience)),
    ..Capability::named("announcements")
};
