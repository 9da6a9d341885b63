//! What `courses` declares to the assembly.

use capability::{Capability, ReferenceLines, check};
use platform::app::App;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: super::views::samples,
    permissions: super::policy::permissions,
    checks: &[check!(super::checks::findings)],
    reference: Some(load),
    ..Capability::named("courses")
};

fn load(app: &App) -> ReferenceLines<'_> {
    Box::pin(super::reference::load(app))
}
