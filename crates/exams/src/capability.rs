//! What tests declare to the assembly: their building, answering, paper, rescoring and statistics.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [
            super::web::routes(),
            super::rescoring::routes(),
            super::paper::routes(),
            super::statistics::routes(),
        ]
        .concat()
    },
    samples: || {
        [
            super::views::samples(),
            super::rescoring::samples(),
            super::paper::samples(),
            super::statistics::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    permissions: || {
        [
            super::policy::permissions(),
            super::rescoring::policy::permissions(),
            super::paper::policy::permissions(),
        ]
        .concat()
    },
    workers: |app| Ok(vec![super::worker::worker(app)]),
    checks: &[
        check!(super::checks::findings),
        check!(super::rescoring::checks::findings),
        check!(super::paper::checks::findings),
    ],
    ..Capability::named("exams")
};
