//! Changes to the territory that are not the reference load: entities as people name them.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};

use history_model::commands::{Event, record_all};
use platform::search::fold;
use sign_in_model::entity::role_grant;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::entity::entity::{self, EntityId};
use super::entity::municipality;
use super::kinds::UNSORTED;
use super::looks::look;
use super::policy::{AcceptEntity, to_review};
use super::subscribers::on_entity_changed;

/// An entity as somebody names it; `kind` is a code of the catalogue `entity_type`, or [`UNSORTED`].
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

/// [`find_or_add_entity`] for many, with as many statements as for one; the caller bounds how many. A
/// name that looks like one that is known in its municipality is that one. What the institution names is
/// reviewed by it; what others name waits, unless it is the alcaldía of the municipality itself.
pub async fn find_or_add_entities(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    new: Vec<NewEntity>,
) -> Result<HashMap<EntityKey, entity::Model>, AppError> {
    let wanted: Vec<(EntityKey, NewEntity)> = new.into_iter().map(|new| (new.key(), new)).collect();
    let mut found = entities_named(tx, wanted.iter().map(|(key, _)| key)).await?;
    let unknown = wanted.iter().map(|(key, _)| key).filter(|key| !found.contains_key(key));
    let mut alike = look_alikes(tx, unknown).await?;
    let is_staff = is_of_institution(tx, by).await?;
    if is_staff {
        for (key, entity) in alike.iter_mut().filter(|(_, entity)| !entity.is_reviewed) {
            // A stranger was first with a name that looks like it: it gets the one of the institution.
            let named = wanted.iter().find(|(wanted, _)| wanted == key);
            let name = named.map_or_else(|| entity.name.clone(), |(_, new)| new.normal_name());
            let mut row = entity.clone().into_active_model();
            row.name = Set(name);
            row.search_name = Set(key.1.clone());
            *entity = row.update(tx).await?;
        }
    }
    found.extend(alike);
    if is_staff {
        let used = found.values().filter(|entity| !entity.is_reviewed).map(|entity| entity.id);
        review(tx, app, by, used.collect()).await?;
    }
    let mut seen = HashSet::new();
    let missing: Vec<&(EntityKey, NewEntity)> =
        wanted.iter().filter(|(key, _)| !found.contains_key(key) && seen.insert(key)).collect();
    if missing.is_empty() {
        return Ok(found);
    }
    let halls = match is_staff {
        true => HashSet::new(),
        false => town_halls(tx, missing.iter().map(|(key, _)| key.0.as_str())).await?,
    };
    let rows = missing.iter().map(|(key, new)| entity::ActiveModel {
        kind: Set(new.kind.clone()),
        name: Set(new.normal_name()),
        search_name: Set(key.1.clone()),
        nit: Set(None),
        municipality_code: Set(Some(key.0.clone())),
        department_code: Set(key.0.chars().take(2).collect()),
        is_demo: Set(new.is_demo),
        is_reviewed: Set(is_staff || halls.contains(key)),
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

/// The known entities that look like these names, by the name that was typed; one that somebody reviewed
/// comes first.
async fn look_alikes<'a>(
    db: &impl ConnectionTrait,
    unknown: impl Iterator<Item = &'a EntityKey>,
) -> Result<Vec<(EntityKey, entity::Model)>, DbErr> {
    let unknown: HashSet<&EntityKey> = unknown.collect();
    if unknown.is_empty() {
        return Ok(Vec::new());
    }
    let places: BTreeSet<&str> = unknown.iter().map(|(place, _)| place.as_str()).collect();
    let there = entity::Entity::find()
        .filter(entity::Column::MunicipalityCode.is_in(places))
        .order_by_asc(entity::Column::IsReviewed)
        .order_by_desc(entity::Column::Id)
        .all(db)
        .await?;
    // The last one put in stays: reviewed, and the oldest of those.
    let mut by_look: HashMap<(String, String), entity::Model> = HashMap::new();
    for entity in there {
        if let Some(place) = entity.municipality_code.clone() {
            by_look.insert((place, look(&entity.name)), entity);
        }
    }
    let alike = |key: &EntityKey| by_look.get(&(key.0.clone(), look(&key.1))).cloned();
    let alike = unknown.into_iter().filter_map(|key| Some((key.clone(), alike(key)?)));
    Ok(themselves(db, alike.collect()).await?.into_iter().collect())
}

/// Whether the product itself or somebody of staff makes the change.
async fn is_of_institution(db: &impl ConnectionTrait, by: &Author) -> Result<bool, DbErr> {
    let Some(account) = by.account else { return Ok(true) };
    let grants =
        role_grant::Entity::find().filter(role_grant::Column::AccountId.eq(account)).all(db);
    Ok(grants.await?.iter().any(|grant| grant.role.is_staff()))
}

/// The alcaldías of these municipalities as forms name them: nobody typed those.
async fn town_halls<'a>(
    db: &impl ConnectionTrait,
    places: impl Iterator<Item = &'a str>,
) -> Result<HashSet<EntityKey>, DbErr> {
    let places: BTreeSet<&str> = places.collect();
    let named = municipality::Entity::find()
        .filter(municipality::Column::Code.is_in(places))
        .all(db)
        .await?;
    let hall =
        |place: municipality::Model| (place.code, fold(&format!("Alcaldía de {}", place.name)));
    Ok(named.into_iter().map(hall).collect())
}

/// Accepts an entity that waits to be looked at, as one of this kind of the catalogue `entity_type`: from then
/// on it is offered to others, and who works there may use the seats that are kept for the kind.
///
/// # Errors
/// Those of the database.
pub async fn accept_entity(app: &App, permit: AcceptEntity, kind: String) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    let waiting = entity::Entity::find_by_id(*permit.entity())
        .filter(to_review())
        // Its key stays: who is writing a post there waits for nobody.
        .lock(LockType::NoKeyUpdate)
        .one(&work.tx)
        .await?;
    // Somebody else was first.
    let Some(waiting) = waiting else { return Ok(()) };
    let (id, was_unsorted) = (waiting.id, waiting.kind == UNSORTED);
    let detail = json!({ "kind": kind });
    let mut row = waiting.into_active_model();
    row.kind = Set(kind);
    row.is_reviewed = Set(true);
    row.update(&work.tx).await?;
    work.record("territory.review_entity", ("entity", id.0), detail).await?;
    if was_unsorted {
        on_entity_changed(&work.tx, app, [id]).await?;
    }
    work.commit().await
}

async fn review(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    entities: Vec<EntityId>,
) -> Result<(), AppError> {
    if entities.is_empty() {
        return Ok(());
    }
    let waiting = entity::Entity::find()
        .filter(entity::Column::Id.is_in(entities))
        .filter(entity::Column::IsReviewed.eq(false))
        .all(tx)
        .await?;
    let reviewed = entity::ActiveModel { is_reviewed: Set(true), ..Default::default() };
    entity::Entity::update_many()
        .set(reviewed)
        .filter(entity::Column::Id.is_in(waiting.iter().map(|entity| entity.id)))
        .exec(tx)
        .await?;
    let told = |entity: &entity::Model| Event {
        detail: json!({ "kind": entity.kind }),
        ..by.event(app.clock.now(), "territory.review_entity", ("entity", entity.id.0))
    };
    record_all(tx, waiting.iter().map(told)).await?;
    Ok(())
}

fn lost() -> AppError {
    AppError::Internal("the entity just added is not there".into())
}

fn keyed(entity: entity::Model) -> Option<(EntityKey, entity::Model)> {
    Some(((entity.municipality_code.clone()?, entity.search_name.clone()), entity))
}

/// The entities with these names that are known, by any of their names; the caller bounds how many.
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
    let known = known.into_iter().filter_map(keyed).filter(|(key, _)| keys.contains(key));
    themselves(db, known.collect()).await
}

/// Puts the entity itself where a row is another name of it.
async fn themselves(
    db: &impl ConnectionTrait,
    mut known: HashMap<EntityKey, entity::Model>,
) -> Result<HashMap<EntityKey, entity::Model>, DbErr> {
    let ids: BTreeSet<EntityId> = known.values().filter_map(|entity| entity.merged_into).collect();
    if ids.is_empty() {
        return Ok(known);
    }
    let found = entity::Entity::find().filter(entity::Column::Id.is_in(ids)).all(db).await?;
    let found: HashMap<EntityId, entity::Model> =
        found.into_iter().map(|entity| (entity.id, entity)).collect();
    for entity in known.values_mut() {
        if let Some(itself) = entity.merged_into.and_then(|id| found.get(&id)) {
            *entity = itself.clone();
        }
    }
    Ok(known)
}
