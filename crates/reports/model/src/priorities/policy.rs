//! Who changes the place of a municipality in the ranking.

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, cast, roles_of};

permit!(
    /// Lifts or lowers a municipality for a capacity, or withdraws that.
    OverrideRank { municipality: String }
);

/// The roles that change places.
pub const MOVERS: [Role; 2] = [Role::NationalAdministrator, Role::Coordinator];

/// The caller has found the municipality among those that the actor runs cohorts for.
pub fn may_override(actor: &Actor, municipality: &str) -> Result<OverrideRank, Denial> {
    if MOVERS.iter().any(|role| actor.has(*role)) {
        Ok(OverrideRank::grant(actor.by(), municipality.to_owned()))
    } else {
        Err(Denial)
    }
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    vec![Permission {
        capability: "reports",
        action: "subir o bajar un municipio en las prioridades",
        stage: "—".to_owned(),
        roles: roles_of(&cast("MET"), |actor| may_override(actor, "50325").is_ok()),
    }]
}
