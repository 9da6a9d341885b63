//! What `capacities` declares to the assembly.

use capability::{Capability, ReferenceLines, check};
use platform::app::App;

pub const CAPABILITY: Capability = Capability {
    cards: super::cards::CARDS,
    routes: super::web::routes,
    samples: || {
        [super::views::samples(), super::framework::samples()].into_iter().flatten().collect()
    },
    permissions: super::framework::policy::permissions,
    checks: &[check!(super::framework::checks::findings)],
    reference: Some(load),
    ..Capability::named("capacities")
};

fn load(app: &App) -> ReferenceLines<'_> {
    Box::pin(super::reference::load(app))
}
