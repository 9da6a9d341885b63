//! Changes to the territory that are not the reference load: entities as people name them.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::entity::entity::{self, EntityId};
use crate::history::commands::{Event, record};
use crate::platform::app::App;
use crate::platform::errors::AppError;
use crate::platform::search::fold;
use crate::sign_in::actor::By;

/// An entity as somebody names it; `kind` is a code of the catalogue `entity_type`.
#[derive(Clone, Debug)]
pub struct NewEntity {
    pub kind: String,
    pub name: String,
    /// DIVIPOLA, five digits; the first two are the department's.
    pub municipality_code: String,
    pub is_demo: bool,
}

/// The entity of that name in that municipality, whatever its accents and capitals, or a new
/// one: nothing is added twice, and nothing known is changed.
pub async fn find_or_add_entity(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    new: NewEntity,
) -> Result<EntityId, AppError> {
    let name = new.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let search_name = fold(&name);
    if let Some(known) = named(tx, &new.municipality_code, &search_name).await? {
        return Ok(known);
    }
    let department_code = new.municipality_code.chars().take(2).collect();
    // Somebody else may be adding it at this moment: the constraint has the last word, and a
    // statement that fails would end a PostgreSQL transaction.
    let rows = entity::Entity::insert(entity::ActiveModel {
        kind: Set(new.kind),
        name: Set(name),
        search_name: Set(search_name.clone()),
        nit: Set(None),
        municipality_code: Set(Some(new.municipality_code.clone())),
        department_code: Set(department_code),
        is_demo: Set(new.is_demo),
        ..Default::default()
    })
    .on_conflict(
        OnConflict::columns([entity::Column::MunicipalityCode, entity::Column::SearchName])
            .do_nothing()
            .to_owned(),
    )
    .exec_without_returning(tx)
    .await?;
    let id = named(tx, &new.municipality_code, &search_name).await?;
    let id = id.ok_or_else(|| AppError::Internal("the entity just added is not there".into()))?;
    if rows == 0 {
        return Ok(id);
    }
    let event = Event {
        at: app.clock.now(),
        actor: by.account.map(|account| account.0),
        request: by.request.as_deref(),
        action: "territory.add_entity",
        subject_kind: "entity",
        subject_id: id.0,
        cohort_id: None,
        detail: json!({}),
    };
    record(tx, event).await?;
    Ok(id)
}

async fn named(
    tx: &DatabaseTransaction,
    municipality: &str,
    search_name: &str,
) -> Result<Option<EntityId>, DbErr> {
    let known = entity::Entity::find()
        .filter(entity::Column::MunicipalityCode.eq(municipality))
        .filter(entity::Column::SearchName.eq(search_name))
        .one(tx)
        .await?;
    Ok(known.map(|known| known.id))
}
