//! What `lessons` declares to the assembly.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    permissions: super::policy::permissions,
    checks: &[check!(super::checks::findings)],
    ..Capability::named("lessons")
};
