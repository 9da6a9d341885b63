//! What `announcements` declares to the assembly.

use capability::Capability;
use cohorts_model::audience::Counter;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::call::routes,
    samples: super::call::samples,
    letters: || {
        [super::letters::letter_samples(), super::call::letter_samples()]
            .into_iter()
            .flatten()
            .collect()
    },
    permissions: super::call::permissions,
    workers: |app| Ok(vec![super::worker::worker(app)]),
    // `cohorts` asks whom a change is told to.
    state: |rocket| rocket.manage(Counter(super::queries::audience)),
    ..Capability::named("announcements")
};
