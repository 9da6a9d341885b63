//! Who reads installed capacity: those who answer for the municipality, and nobody else, because in a
//! small one a figure is a person. Reading changes nothing, so there are no permits here (R60).

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition};

use crate::cohorts::policy::{cast, roles};
use crate::sign_in::actor::{Actor, Role};
use crate::sign_in::permits::Permission;
use crate::territory::entity::municipality;
use crate::territory::queries::served_by;

pub const READERS: [Role; 3] = [Role::NationalAdministrator, Role::Coordinator, Role::Gobernacion];

/// Rows of `municipality` that the actor answers for: administrators all, coordinators those their unit
/// serves, a gobernación those of its department.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut any = Condition::any().add(Expr::cust("1 = 0"));
    let own = actor.departments();
    if !own.is_empty() {
        any = any.add(municipality::Column::DepartmentCode.is_in(own));
    }
    let units = actor.units();
    if !units.is_empty() {
        any = any.add(municipality::Column::Code.in_subquery(served_by(&units)));
    }
    any
}

/// Who does what, for the printed table.
pub fn permissions() -> Vec<Permission> {
    let reads = |actor: &Actor| READERS.iter().any(|role| actor.has(*role));
    vec![Permission {
        capability: "ledger",
        action: "leer la capacidad instalada y quién la sostiene",
        stage: "—".to_owned(),
        roles: roles(&cast("MET"), reads),
    }]
}
