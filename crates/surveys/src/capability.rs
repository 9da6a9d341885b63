//! What `surveys` declares to the assembly.

use capability::{Capability, ReferenceLines, check};
use platform::app::App;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    letters: super::letters::letter_samples,
    permissions: super::policy::permissions,
    workers: |app| Ok(vec![super::worker::worker(app)]),
    person_references: || vec![super::person_references::declaration()],
    subscribers: || vec![super::commands::mail_subscriber()],
    checks: &[check!(super::checks::findings)],
    reference: Some(load),
    ..Capability::named("surveys")
};

fn load(app: &App) -> ReferenceLines<'_> {
    Box::pin(super::reference::load(app))
}
