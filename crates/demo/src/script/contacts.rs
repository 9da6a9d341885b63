//! Whom people ask at the units of the programme.

use serde::Deserialize;

/// Whom people ask at a territorial unit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitContact {
    pub unit: String,
    pub email: String,
    pub phone: String,
    pub office: String,
}
