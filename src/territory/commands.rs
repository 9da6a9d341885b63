//! Changes to the territory that are not the reference load: entities as people name them.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, Set,
};
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
    let known = entity::Entity::find()
        .filter(entity::Column::MunicipalityCode.eq(&new.municipality_code))
        .filter(entity::Column::SearchName.eq(&search_name))
        .limit(1)
        .one(tx)
        .await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let department_code = new.municipality_code.chars().take(2).collect();
    let added = entity::ActiveModel {
        kind: Set(new.kind),
        name: Set(name),
        search_name: Set(search_name),
        nit: Set(None),
        municipality_code: Set(Some(new.municipality_code)),
        department_code: Set(department_code),
        is_demo: Set(new.is_demo),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    let event = Event {
        at: app.clock.now(),
        actor: by.account.map(|account| account.0),
        request: by.request.as_deref(),
        action: "territory.add_entity",
        subject_kind: "entity",
        subject_id: added.id.0,
        cohort_id: None,
        detail: json!({}),
    };
    record(tx, event).await?;
    Ok(added.id)
}
