//! Changes to the territory that are not the reference load: entities as people name them.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set,
};

use history_model::commands::record_all;
use platform::search::fold;
use sign_in_model::prelude::*;

use super::entity::entity::{self, EntityId};

/// An entity as somebody names it; `kind` is a code of the catalogue `entity_type`.
#[derive(Clone, Debug)]
pub struct NewEntity {
    pub kind: String,
    pub name: String,
    /// DIVIPOLA, five digits; the first two are the department's.
    pub municipality_code: String,
    pub is_demo: bool,
}

impl NewEntity {
    /// How its name is kept.
    fn normal_name(&self) -> String {
        self.name.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What tells it from every other: the municipality, and the name without accents or capitals.
    pub fn key(&self) -> EntityKey {
        (self.municipality_code.clone(), fold(&self.normal_name()))
    }
}

/// Code of the municipality and folded name.
pub type EntityKey = (String, String);

/// The entity of that name in that municipality, whatever its accents and capitals, or a new
/// one: nothing is added twice, and nothing known is changed.
pub async fn find_or_add_entity(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    new: NewEntity,
) -> Result<EntityId, AppError> {
    let found = find_or_add_entities(tx, app, by, vec![new]).await?;
    let found = found.into_values().next();
    found.map(|entity| entity.id).ok_or_else(lost)
}

/// [`find_or_add_entity`] for many, with as many statements as for one; the caller bounds how many.
pub async fn find_or_add_entities(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    new: Vec<NewEntity>,
) -> Result<HashMap<EntityKey, entity::Model>, AppError> {
    let wanted: Vec<(EntityKey, NewEntity)> = new.into_iter().map(|new| (new.key(), new)).collect();
    let mut found = entities_named(tx, wanted.iter().map(|(key, _)| key)).await?;
    let mut seen = HashSet::new();
    let missing: Vec<&(EntityKey, NewEntity)> =
        wanted.iter().filter(|(key, _)| !found.contains_key(key) && seen.insert(key)).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    let rows = missing.iter().map(|((municipality, search_name), new)| entity::ActiveModel {
        kind: Set(new.kind.clone()),
        name: Set(new.normal_name()),
        search_name: Set(search_name.clone()),
        nit: Set(None),
        municipality_code: Set(Some(municipality.clone())),
        department_code: Set(municipality.chars().take(2).collect()),
        is_demo: Set(new.is_demo),
        ..Default::default()
    });
    // Somebody else may be adding one at this moment: the constraint has the last word, and a
    // statement that fails would end a PostgreSQL transaction. What comes back was added here.
    let added = entity::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([entity::Column::MunicipalityCode, entity::Column::SearchName])
                .do_nothing()
                .to_owned(),
        )
        .exec_with_returning(tx)
        .await?;
    if added.len() < missing.len() {
        found.extend(entities_named(tx, missing.iter().map(|(key, _)| key)).await?);
    }
    let told = |entity: &entity::Model| {
        by.event(app.clock.now(), "territory.add_entity", ("entity", entity.id.0))
    };
    record_all(tx, added.iter().map(told)).await?;
    found.extend(added.into_iter().filter_map(keyed));
    match wanted.iter().all(|(key, _)| found.contains_key(key)) {
        true => Ok(found),
        false => Err(lost()),
    }
}

fn lost() -> AppError {
    AppError::Internal("the entity just added is not there".into())
}

fn keyed(entity: entity::Model) -> Option<(EntityKey, entity::Model)> {
    Some(((entity.municipality_code.clone()?, entity.search_name.clone()), entity))
}

/// The entities with these names that are known; the caller bounds how many.
pub async fn entities_named<'a>(
    db: &impl ConnectionTrait,
    keys: impl IntoIterator<Item = &'a EntityKey>,
) -> Result<HashMap<EntityKey, entity::Model>, DbErr> {
    let keys: HashSet<&EntityKey> = keys.into_iter().collect();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let places: BTreeSet<&str> = keys.iter().map(|(place, _)| place.as_str()).collect();
    let names: BTreeSet<&str> = keys.iter().map(|(_, name)| name.as_str()).collect();
    let known = entity::Entity::find()
        .filter(entity::Column::MunicipalityCode.is_in(places))
        .filter(entity::Column::SearchName.is_in(names))
        .all(db)
        .await?;
    Ok(known.into_iter().filter_map(keyed).filter(|(key, _)| keys.contains(key)).collect())
}
