//! What `people` declares to the assembly. Its pages are in `enrolment::persons`.

use capability::{Capability, check};
use people_model::entity::person::PersonId;
use people_model::queries::document_number;
use sign_in_model::document_of::DocumentOf;

pub const CAPABILITY: Capability = Capability {
    letters: super::letters::letter_samples,
    workers: |app| Ok(vec![super::reminders::worker(app)]),
    person_references: || vec![super::references::declaration()],
    subscribers: || vec![super::subscribers::entity_subscriber()],
    checks: &[check!(super::checks::findings)],
    state: |rocket| {
        rocket.manage(DocumentOf(|db, person| Box::pin(document_number(db, PersonId(person)))))
    },
    ..Capability::named("people")
};
