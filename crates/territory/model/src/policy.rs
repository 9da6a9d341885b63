//! Who stands behind entities that people typed, and who corrects and merges them.

use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::{Actor, Role};
use sign_in_model::permits::{Denial, Permission, PermissionTable};

use super::entity::entity::{self, EntityId};
use super::kinds::UNSORTED;
use super::queries::served_by;

sign_in_model::permit!(
    /// To accept an entity that somebody typed.
    AcceptEntity { entity: EntityId }
);

sign_in_model::permit!(
    /// To correct the name, the kind and the NIT of an entity.
    CorrectEntity { entity: EntityId }
);

sign_in_model::permit!(
    /// To make one entity of two.
    MergeEntities { survivor: EntityId, absorbed: EntityId }
);

/// The coordination and the administration. The caller has found the entity within the actor's scope.
pub fn may_accept(actor: &Actor, entity: EntityId) -> Result<AcceptEntity, Denial> {
    let may = actor.is_administrator() || actor.has(Role::Coordinator);
    AcceptEntity::when(may, actor.by(), entity)
}

/// The coordination and the administration. The caller has found the entity within the actor's scope.
pub fn may_correct(actor: &Actor, entity: EntityId) -> Result<CorrectEntity, Denial> {
    let may = actor.is_administrator() || actor.has(Role::Coordinator);
    CorrectEntity::when(may, actor.by(), entity)
}

/// Both of one municipality: the coordination that answers for it and the administration. Of two municipalities,
/// which may be of two units: the administration alone. The caller has found both within the actor's scope.
pub fn may_merge(
    actor: &Actor,
    (survivor, place): (EntityId, Option<&str>),
    (absorbed, other_place): (EntityId, Option<&str>),
) -> Result<MergeEntities, Denial> {
    let is_one_place = place.is_some() && place == other_place;
    let may = actor.is_administrator() || (is_one_place && actor.has(Role::Coordinator));
    MergeEntities::when(may && survivor != absorbed, actor.by(), survivor, absorbed)
}

/// Rows of `entity` that somebody has to look at: those that people typed, and those of which nobody knows the
/// kind.
pub fn to_review() -> Condition {
    let waiting = Condition::any()
        .add(entity::Column::IsReviewed.eq(false))
        .add(entity::Column::Kind.eq(UNSORTED));
    Condition::all().add(entity::Column::MergedInto.is_null()).add(waiting)
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
        .row("corregir una entidad", |actor| may_correct(actor, EntityId(1)))
        .row("unir dos entidades de un municipio", |actor| {
            may_merge(actor, (EntityId(1), Some("50325")), (EntityId(2), Some("50325")))
        })
        .row("unir entidades de dos municipios", |actor| {
            may_merge(actor, (EntityId(1), Some("50325")), (EntityId(2), Some("18592")))
        })
        .rows()
}
