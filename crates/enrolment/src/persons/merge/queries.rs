//! Questions about records that may be one person's.

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use people_model::entity::person::{self, PersonId};
use people_model::entity::person_merge::{self, PersonMergeId};
use people_model::entity::person_merge_row;
use people_model::entity::possible_duplicate::{self, PossibleDuplicateId};
use people_model::references::PersonReferences;
use platform::app::App;
use platform::errors::AppError;
use platform::pager::{MOST_LISTED, Pager};
use sign_in_model::actor::Actor;

use super::super::policy::coordinated;
use super::super::queries::open_pairs;

/// A possible duplicate of the queue, with both records.
pub struct DuplicatePair {
    pub row: possible_duplicate::Model,
    pub one: person::Model,
    pub other: person::Model,
}

/// Returns a page of the open pairs of which the actor's coordination reaches both records, the oldest first.
pub async fn pairs(
    app: &App,
    actor: &Actor,
    page: Option<u64>,
) -> Result<(Vec<DuplicatePair>, Pager), DbErr> {
    let db = app.db.read();
    let listed: Vec<PossibleDuplicateId> = possible_duplicate::Entity::find()
        .select_only()
        .column(possible_duplicate::Column::Id)
        .filter(open_pairs(app, actor))
        .order_by_asc(possible_duplicate::Column::Id)
        .limit(MOST_LISTED)
        .into_tuple()
        .all(db)
        .await?;
    let (pager, shown) = Pager::cut(page, listed, "/personas/revision");
    let rows = possible_duplicate::Entity::find()
        .filter(possible_duplicate::Column::Id.is_in(shown))
        .order_by_asc(possible_duplicate::Column::Id)
        .all(db)
        .await?;
    let ids = rows.iter().flat_map(|row| [row.one_id, row.other_id]);
    let persons: HashMap<PersonId, person::Model> = person::Entity::find()
        .filter(person::Column::Id.is_in(ids))
        .all(db)
        .await?
        .into_iter()
        .map(|person| (person.id, person))
        .collect();
    let found = rows.into_iter().filter_map(|row| {
        let one = persons.get(&row.one_id)?.clone();
        // A person may be in two pairs of a page.
        let other = persons.get(&row.other_id).cloned()?;
        Some(DuplicatePair { row, one, other })
    });
    Ok((found.collect(), pager))
}

/// Returns a merge whose survivor the actor's coordination reaches, with both records; a foreign one and an absent one
/// look alike.
pub async fn find_merge(
    app: &App,
    actor: &Actor,
    id: PersonMergeId,
) -> Result<(person_merge::Model, person::Model, person::Model), AppError> {
    let db = app.db.read();
    let row = person_merge::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)?;
    let survivor = person::Entity::find_by_id(row.survivor_id)
        .filter(coordinated(actor, app.clock.now()))
        .one(db)
        .await?
        .ok_or(AppError::NotFound)?;
    let absorbed = person::Entity::find_by_id(row.absorbed_id).one(db).await?;
    Ok((row, survivor, absorbed.ok_or(AppError::NotFound)?))
}

/// Counts the rows that a merge moved, by the labels of the references: «inscripciones», 3.
pub async fn moved(
    db: &impl ConnectionTrait,
    references: &PersonReferences,
    merge: &person_merge::Model,
) -> Result<Vec<(&'static str, i64)>, DbErr> {
    let counted: Vec<(String, String, i64)> = person_merge_row::Entity::find()
        .select_only()
        .column(person_merge_row::Column::TableName)
        .column(person_merge_row::Column::ColumnName)
        .column_as(person_merge_row::Column::Id.count(), "rows")
        .filter(person_merge_row::Column::MergeId.eq(merge.id))
        .group_by(person_merge_row::Column::TableName)
        .group_by(person_merge_row::Column::ColumnName)
        .into_tuple()
        .all(db)
        .await?;
    let rows = |reference: &people_model::references::PersonReference| {
        counted
            .iter()
            .find(|row| row.0 == reference.table && row.1 == reference.column)
            .map(|row| row.2)
    };
    let told = references.all().filter(|reference| !reference.label.is_empty());
    Ok(told.filter_map(|reference| Some((reference.label, rows(reference)?))).collect())
}
