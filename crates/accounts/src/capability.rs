//! What `accounts` declares to the assembly.

use capability::Capability;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || [super::web::routes(), super::mail::routes(), super::deputies::routes()].concat(),
    samples: || {
        [super::views::samples(), super::mail::samples(), super::deputies::samples()]
            .into_iter()
            .flatten()
            .collect()
    },
    letters: super::deputies::letters,
    permissions: super::deputies::policy::permissions,
    ..Capability::named("accounts")
};
