//! Who stands behind entities that people typed.

use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permits::{Denial, Permission, PermissionTable};

use super::entity::entity::{self, EntityId};
use super::queries::served_by;

sign_in_model::permit!(
    /// To accept an entity that somebody typed.
    AcceptEntity { entity: EntityId }
);

/// The coordination and the administration. The caller has found the entity within the actor's scope.
pub fn may_accept(actor: &Actor, entity: EntityId) -> Result<AcceptEntity, Denial> {
    let may = actor.is_administrator() || actor.has(Role::Coordinator);
    AcceptEntity::when(may, actor.by(), entity)
}

/// Rows of `entity` that the actor answers for: coordinators those of the municipalities that their
/// units serve, administrators all.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let units = actor.units();
    Condition::any().add(entity::Column::MunicipalityCode.in_subquery(served_by(&units)))
}

/// The printed table.
pub fn permissions() -> Vec<Permission> {
    PermissionTable::of("territory")
        .row("aceptar una entidad que alguien escribió", |actor| may_accept(actor, EntityId(1)))
        .rows()
}
