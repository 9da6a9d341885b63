//! Questions about the contacts of territorial units.

use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use sign_in_model::actor::Actor;
use territory_model::entity::{territorial_unit, unit_contact};

use super::policy::scope;

/// A territorial unit with its contact.
#[derive(Clone, Debug)]
pub struct UnitRow {
    pub unit: territorial_unit::Model,
    pub contact: Option<unit_contact::Model>,
}

/// The units whose contact the actor keeps, by name: the country has some fifteen.
pub async fn units(db: &impl ConnectionTrait, actor: &Actor) -> Result<Vec<UnitRow>, DbErr> {
    let units = territorial_unit::Entity::find()
        .filter(scope(actor))
        .order_by_asc(territorial_unit::Column::Name)
        .all(db)
        .await?;
    let contacts = unit_contact::Entity::find().all(db).await?;
    let row = |unit: territorial_unit::Model| {
        let contact = contacts.iter().find(|contact| contact.unit_code == unit.code).cloned();
        UnitRow { unit, contact }
    };
    Ok(units.into_iter().map(row).collect())
}

/// A unit whose contact the actor keeps; foreign and absent look alike (R60).
pub async fn unit_within(
    db: &impl ConnectionTrait,
    actor: &Actor,
    code: &str,
) -> Result<Option<UnitRow>, DbErr> {
    let unit = territorial_unit::Entity::find_by_id(code.to_owned()).filter(scope(actor));
    let Some(unit) = unit.one(db).await? else { return Ok(None) };
    let contact =
        unit_contact::Entity::find().filter(unit_contact::Column::UnitCode.eq(code)).one(db);
    Ok(Some(UnitRow { contact: contact.await?, unit }))
}
