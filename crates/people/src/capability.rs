//! What `people` declares to the assembly. Its pages are in `enrolment::persons`.

use capability::{Capability, check};

pub const CAPABILITY: Capability = Capability {
    letters: super::letters::letter_samples,
    workers: |app| Ok(vec![super::reminders::worker(app)]),
    person_references: || vec![super::references::declaration()],
    checks: &[check!(super::checks::findings)],
    ..Capability::named("people")
};
