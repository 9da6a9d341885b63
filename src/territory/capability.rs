//! What `territory` declares to the assembly.

use crate::capability::{Capability, Lines};
use crate::check;
use crate::platform::app::App;

pub const CAPABILITY: Capability = Capability {
    checks: &[check!(super::checks::findings)],
    reference: Some(load),
    ..Capability::named("territory")
};

fn load(app: &App) -> Lines<'_> {
    Box::pin(super::load::load(app))
}
