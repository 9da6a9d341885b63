//! What `accounts` declares to the assembly.

use capability::Capability;

use super::{deputies, mail, unit_contacts, views, web};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [web::routes(), mail::routes(), deputies::routes(), unit_contacts::routes()].concat()
    },
    samples: || {
        [views::samples(), mail::samples(), deputies::samples(), unit_contacts::samples()]
            .into_iter()
            .flatten()
            .collect()
    },
    letters: deputies::letters,
    permissions: || {
        [deputies::policy::permissions(), unit_contacts::policy::permissions()].concat()
    },
    ..Capability::named("accounts")
};
