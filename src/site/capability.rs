//! What `site` declares to the assembly.

use crate::capability::Capability;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    ..Capability::named("site")
};
