//! Who imports official values, and of which municipalities an actor reads them (R60).

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};
use territory_model::entity::municipality;
use territory_model::queries::served_by;

use super::entity::indicator_import::{self, ImportId};

permit!(
    /// Sends a file of values or traits to be looked at.
    Send {}
);
permit!(
    /// Imports one's own file.
    Import { import: ImportId }
);

/// The roles with pages of values.
pub const READERS: [Role; 4] =
    [Role::NationalAdministrator, Role::Coordinator, Role::Director, Role::Gobernacion];

/// The values are the whole country's: only the national administration brings them.
pub fn may_send(actor: &Actor) -> Result<Send, Denial> {
    Send::when(actor.is_administrator(), actor.by())
}

/// Nobody imports what somebody else has looked at.
pub fn may_import(actor: &Actor, import: &indicator_import::Model) -> Result<Import, Denial> {
    let own = import.account_id == actor.account;
    Import::when(actor.is_administrator() && own, actor.by(), import.id)
}

/// Rows of `municipality` whose values the actor reads: administrators all, who coordinates or directs
/// a unit those that it serves, a gobernación those of its department.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut any = Condition::any().add(Expr::cust("1 = 0"));
    let own = actor.departments();
    if !own.is_empty() {
        any = any.add(municipality::Column::DepartmentCode.is_in(own));
    }
    let units = actor.units_read();
    if !units.is_empty() {
        any = any.add(municipality::Column::Code.in_subquery(served_by(&units)));
    }
    any
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("indicators")
        .row("importar datos de indicadores", may_send)
        .row("leer datos de indicadores", |actor| actor.has_any(&READERS))
        .rows()
}
