//! What `cohorts` declares to the assembly.

use crate::capability::Capability;
use crate::check;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    permissions: super::policy::permissions,
    checks: &[check!(super::checks::findings)],
    ..Capability::named("cohorts")
};
