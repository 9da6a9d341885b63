//! Who changes the place of a municipality in the ranking.

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};

permit!(
    /// Lifts or lowers a municipality for a capacity, or withdraws that.
    OverrideRank { municipality: String }
);

/// The roles that change places.
pub const MOVERS: [Role; 2] = [Role::NationalAdministrator, Role::Coordinator];

/// The caller has found the municipality among those that the actor runs cohorts for.
pub fn may_override(actor: &Actor, municipality: &str) -> Result<OverrideRank, Denial> {
    let moves = actor.has_any(&MOVERS);
    OverrideRank::when(moves, actor.by(), municipality.to_owned())
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("reports")
        .row("subir o bajar un municipio en las prioridades", |actor| may_override(actor, "50325"))
        .rows()
}
