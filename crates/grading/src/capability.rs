//! What activities, grades, products, appeals and the grade book declare to the assembly.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [
            super::web::routes(),
            super::appeals::routes(),
            super::book::routes(),
            super::products::routes(),
            super::reopening::routes(),
        ]
        .concat()
    },
    samples: || {
        [
            super::views::samples(),
            super::appeals::samples(),
            super::book::samples(),
            super::products::samples(),
            super::reopening::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    letters: || {
        [super::appeals::letters::letter_samples(), super::products::letters::letter_samples()]
            .into_iter()
            .flatten()
            .collect()
    },
    permissions: || {
        [
            super::policy::permissions(),
            super::appeals::policy::permissions(),
            super::products::policy::permissions(),
        ]
        .concat()
    },
    checks: &[
        check!(super::checks::findings),
        check!(super::appeals::checks::findings),
        check!(super::book::checks::findings),
        check!(super::reopening::checks::findings),
        check!(super::products::checks::findings),
    ],
    ..Capability::named("grading")
};
