//! What `ledger` declares to the assembly.

use capability::{Capability, check};
use people_model::references::{PersonReference, ReferenceDeclaration, ReferenceRule};

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: || {
        [
            super::web::routes(),
            super::department::routes(),
            super::lacking::routes(),
            super::targets::routes(),
        ]
        .concat()
    },
    samples: || {
        [super::views::samples(), super::targets::samples()].into_iter().flatten().collect()
    },
    letters: super::letters::letter_samples,
    permissions: super::policy::permissions,
    workers: |app| Ok(vec![super::fill::worker(app), super::handover::worker(app)]),
    person_references: || {
        vec![ReferenceDeclaration {
            references: PERSON_REFERENCES,
            ..ReferenceDeclaration::default()
        }]
    },
    subscribers: || vec![super::refresh::subscriber()],
    checks: &[check!(super::checks::findings)],
    ..Capability::named("ledger")
};

const REASON: &str = "who counts for what is derived again, for both records, by the union itself";

const PERSON_REFERENCES: &[PersonReference] = &[PersonReference {
    table: "holding",
    column: "person_id",
    rule: ReferenceRule::Stay(REASON),
    label: "",
}];
