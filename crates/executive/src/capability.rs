//! What the boards, the reports by mail and the open data declare to the assembly.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [
            crate::board::routes(),
            super::web::routes(),
            crate::mailing::routes(),
            crate::open::routes(),
        ]
        .concat()
    },
    samples: || {
        [
            crate::board::samples(),
            super::page::samples(),
            crate::mailing::samples(),
            crate::open::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    letters: crate::mailing::letters::letter_samples,
    permissions: crate::mailing::policy::permissions,
    workers: |app| Ok(vec![crate::mailing::worker(app)]),
    checks: &[check!(crate::mailing::checks::findings)],
    state: |rocket| {
        let licence = crate::open::DataLicence::read(rocket.figment());
        rocket.manage(crate::open::EditionCache::default()).manage(licence)
    },
    ..Capability::named("executive")
};
