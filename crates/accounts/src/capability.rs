//! What `accounts` declares to the assembly.

use capability::Capability;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || [super::web::routes(), super::mail::routes()].concat(),
    samples: || [super::views::samples(), super::mail::samples()].into_iter().flatten().collect(),
    ..Capability::named("accounts")
};
