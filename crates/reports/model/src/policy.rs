//! Who reads which department's report (R60). Reading changes nothing, so there are no
//! permits here: the scope decides, and what is outside it looks absent.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::Actor;
use sign_in_model::permits::{Permission, PermissionTable};
use territory_model::entity::{department, territorial_unit_department};

/// The roles that read department reports or answer for one municipality, and the filters of the
/// municipalities whose indicators an actor reads, or answers for. Nobody else reads names of people.
pub use indicators_model::policy::{ANSWERERS, READERS, answered_by, scope as municipality_scope};

/// Rows of `department` whose report the actor reads: administrators all, who coordinates or directs a
/// unit those of its territory, a gobernación its own.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let mut any = Condition::any().add(Expr::cust("1 = 0"));
    let own = actor.departments();
    if !own.is_empty() {
        any = any.add(department::Column::Code.is_in(own));
    }
    let units = actor.units_read();
    if !units.is_empty() {
        let served = Query::select()
            .column(territorial_unit_department::Column::DepartmentCode)
            .from(territorial_unit_department::Entity)
            .and_where(territorial_unit_department::Column::UnitCode.is_in(units))
            .to_owned();
        any = any.add(department::Column::Code.in_subquery(served));
    }
    any
}

/// Rows of `department` of which the actor reads the municipalities that these units serve: all, if they
/// coordinate every one of these units, also where another unit serves the rest.
pub fn scope_of_units(actor: &Actor, units: &[&str]) -> Condition {
    let coordinates = units.iter().all(|unit| actor.coordinates(unit));
    if coordinates { Condition::all() } else { scope(actor) }
}

/// Returns whether the actor has a role that reads department reports.
pub fn reads(actor: &Actor) -> bool {
    actor.has_any(&READERS)
}

/// Returns the rows of the printed permission table, computed for one actor of each role.
pub fn permissions() -> Vec<Permission> {
    let mut table = PermissionTable::of("reports")
        .row("leer y descargar informes", reads)
        .row("ver entero el municipio por el que responde", |actor| actor.has_any(&ANSWERERS))
        .row("ver personas certificadas", reads)
        .rows();
    table.extend(super::priorities::policy::permissions());
    table
}
