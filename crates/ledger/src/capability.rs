//! What `ledger` declares to the assembly.

use capability::{Capability, check};
use people_model::ties::{Declaration, Rule, Tie};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [super::web::routes(), super::department::routes(), super::targets::routes()].concat()
    },
    samples: || {
        [super::views::samples(), super::targets::samples()].into_iter().flatten().collect()
    },
    letters: super::letters::letter_samples,
    permissions: super::policy::permissions,
    workers: |app| Ok(vec![super::fill::worker(app), super::handover::worker(app)]),
    ties: || vec![Declaration { ties: TIES, ..Declaration::default() }],
    keepers: || vec![super::refresh::keeper()],
    checks: &[check!(super::checks::findings)],
    ..Capability::named("ledger")
};

const REASON: &str = "who counts for what is derived again, for both records, by the union itself";

const TIES: &[Tie] =
    &[Tie { table: "holding", column: "person_id", rule: Rule::Stay(REASON), label: "" }];
