//! What `territory` declares to the assembly.

use capability::{Capability, ReferenceLines, check};
use platform::app::App;

pub const CAPABILITY: Capability = Capability {
    checks: &[check!(super::checks::findings)],
    permissions: super::policy::permissions,
    reference: Some(load),
    contact_of: Some(super::contacts::of_signature),
    ..Capability::named("territory")
};

fn load(app: &App) -> ReferenceLines<'_> {
    Box::pin(super::load::load(app))
}
