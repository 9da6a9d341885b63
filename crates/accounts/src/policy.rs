//! Which accounts an actor sees.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition};

use sign_in_model::actor::{Actor, Role};
use sign_in_model::entity::role_grant;
use sign_in_model::policy::COLLEAGUES;
use territory_model::entity::entity;
use territory_model::policy as territory;

/// Rows of `role_grant` that the actor sees, and with them their accounts: administrators all, a
/// coordination those that facilitate for its units, coordinate or direct them, or are focal points of
/// entities that they answer for.
pub fn scope(actor: &Actor) -> Condition {
    if actor.is_administrator() {
        return Condition::all();
    }
    let served = Query::select()
        .column((entity::Entity, entity::Column::Id))
        .from(entity::Entity)
        .cond_where(territory::scope(actor))
        .to_owned();
    let roles = [Role::Facilitator].into_iter().chain(COLLEAGUES);
    let of_unit = Condition::all()
        .add(role_grant::Column::Role.is_in(roles))
        .add(role_grant::Column::UnitCode.is_in(actor.units()));
    let of_entity = Condition::all()
        .add(role_grant::Column::Role.eq(Role::FocalPoint))
        .add(role_grant::Column::EntityId.in_subquery(served));
    Condition::any().add(of_unit).add(of_entity)
}
