//! Who says whom people ask at a territorial unit.

use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::Actor;
use sign_in_model::permit;
use sign_in_model::permits::{Denial, Permission, PermissionTable, SAMPLE_UNIT};
use territory_model::entity::territorial_unit;

permit!(/// To say whom people ask at a territorial unit.
    KeepContact { unit: String });

/// Rows of `territorial_unit` whose contact the actor keeps: administrators all, a coordination its own.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    Condition::all().add(territorial_unit::Column::Code.is_in(actor.units()))
}

/// Who coordinates the unit, and the administration.
pub fn may_keep(actor: &Actor, unit: &str) -> Result<KeepContact, Denial> {
    KeepContact::when(actor.coordinates(unit), actor.by(), unit.to_owned())
}

/// The printed table, by asking the functions above.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("accounts")
        .row("decir a quién se pregunta en una dirección territorial", |actor| {
            may_keep(actor, SAMPLE_UNIT)
        })
        .rows()
}
