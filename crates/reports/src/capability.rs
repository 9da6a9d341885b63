//! What the reports by department, their cuts and the municipalities declare to the assembly.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [
            super::web::routes(),
            super::files::routes(),
            super::people::routes(),
            super::cuts::routes(),
            super::gains::routes(),
            super::municipalities::routes(),
            super::priorities::routes(),
        ]
        .concat()
    },
    samples: || {
        [
            super::views::samples(),
            super::cuts::samples(),
            super::gains::samples(),
            super::municipalities::samples(),
            super::priorities::samples(),
        ]
        .into_iter()
        .flatten()
        .collect()
    },
    permissions: super::policy::permissions,
    workers: |app| {
        Ok(vec![super::cohort_totals::worker::worker(app), super::cuts::worker::worker(app)])
    },
    subscribers: || vec![super::cohort_totals::subscriber()],
    checks: &[
        check!(super::cohort_totals::checks::findings),
        check!(super::cuts::checks::findings),
        check!(super::priorities::checks::findings),
    ],
    ..Capability::named("reports")
};
