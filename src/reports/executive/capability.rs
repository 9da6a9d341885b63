//! What the boards, the reports by mail and the open data declare to the assembly.

use crate::capability::Capability;
use crate::check;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [
            crate::reports::board::routes(),
            super::web::routes(),
            crate::reports::mailing::routes(),
            crate::reports::open::routes(),
        ]
        .concat()
    },
    samples: || {
        [
            crate::reports::board::samples(),
            super::page::samples(),
            crate::reports::mailing::samples(),
            crate::reports::open::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    letters: crate::reports::mailing::letters::letter_samples,
    permissions: crate::reports::mailing::policy::permissions,
    workers: |app| Ok(vec![crate::reports::mailing::worker(app)]),
    checks: &[check!(crate::reports::mailing::checks::findings)],
    state: |rocket| rocket.manage(crate::reports::open::Kept::default()),
    ..Capability::named("executive")
};
