//! What `sign_in` declares to the assembly.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [
            super::web::routes(),
            super::own_account::routes(),
            super::own_sessions::routes(),
            super::typed::routes(),
            super::factor::web::routes(),
        ]
        .concat()
    },
    samples: || {
        [
            super::views::samples(),
            super::own_account::samples(),
            super::own_sessions::samples(),
            super::typed::samples(),
            super::factor::views::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    letters: || {
        [
            super::letters::letters(),
            super::access_letters::letter_samples(),
            super::contact_letters::letters(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    permissions: super::policy::permissions,
    checks: &[check!(super::checks::findings), check!(super::factor::checks::findings)],
    workers: |app| Ok(vec![super::housekeeping::worker(app), super::requests::worker(app)]),
    ..Capability::named("sign_in")
};
