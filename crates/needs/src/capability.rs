//! What `needs` declares to the assembly.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || [super::web::routes(), super::proposal::web::routes()].concat(),
    samples: || {
        [super::views::samples(), super::proposal::views::samples()].into_iter().flatten().collect()
    },
    letters: super::letters::letter_samples,
    permissions: super::policy::permissions,
    subscribers: || vec![super::follow_entities::subscriber()],
    checks: &[check!(super::checks::findings)],
    // `cohorts` asks which needs a new cohort answers.
    state: |rocket| rocket.manage(super::demand::DEMAND),
    ..Capability::named("needs")
};
