//! Who imports official values, and of which municipalities an actor reads them (R60).

use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable};
use territory_model::entity::{entity, municipality};
use territory_model::kinds::TOWN_HALL;
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

/// The roles with pages of one municipality: the readers, and the focal point of its town hall, who answers
/// for the posts of the municipality and no other.
pub const ANSWERERS: [Role; 5] = [
    Role::NationalAdministrator,
    Role::Coordinator,
    Role::Director,
    Role::Gobernacion,
    Role::FocalPoint,
];

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

/// Rows of `municipality` that the actor answers for: those of [`scope`], and the one of a town hall whose
/// focal point they are. The focal points of its other bodies read what everybody does.
pub fn answered_by(actor: &Actor) -> Condition {
    let own = scope(actor);
    let entities = actor.entities();
    if actor.is_administrator() || entities.is_empty() {
        return own;
    }
    let halls = municipalities_of(&entities, Some(TOWN_HALL));
    Condition::any().add(own).add(municipality::Column::Code.in_subquery(halls))
}

/// The codes of the municipalities of some public bodies, as a subquery; `None` means of any kind.
pub fn municipalities_of(entities: &[i64], kind: Option<&str>) -> SelectStatement {
    let mut codes = Query::select();
    codes
        .column(entity::Column::MunicipalityCode)
        .from(entity::Entity)
        .and_where(entity::Column::Id.is_in(entities.iter().copied()))
        .and_where(entity::Column::MunicipalityCode.is_not_null());
    if let Some(kind) = kind {
        codes.and_where(entity::Column::Kind.eq(kind));
    }
    codes
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("indicators")
        .row("importar datos de indicadores", may_send)
        .row("leer datos de indicadores", |actor| actor.has_any(&READERS))
        .row("leer los indicadores del municipio por el que responde", |actor| {
            actor.has_any(&ANSWERERS)
        })
        .rows()
}
