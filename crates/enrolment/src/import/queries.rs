//! Imports as pages and workers ask for them.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use cohorts_model::entity::cohort::{self, CohortId};
use platform::errors::AppError;
use platform::pager::{Pager, ROWS};
use sign_in_model::actor::Actor;
use sign_in_model::entity::account;

use super::entity::import::{self, ImportId, State};
use super::entity::{import_file, import_issue};
use super::policy::scope;

/// Imports that a cohort's page lists.
const LISTED: u64 = 20;

/// An import within the actor's reach, with its cohort.
pub async fn find(
    db: &impl ConnectionTrait,
    actor: &Actor,
    id: ImportId,
) -> Result<(import::Model, CohortId), AppError> {
    let found = import::Entity::find_by_id(id).filter(scope(actor)).one(db).await?;
    let found = found.ok_or(AppError::NotFound)?;
    let cohort = found.cohort_id;
    Ok((found, cohort))
}

/// A cohort's imports, the latest first, with who sent each.
pub async fn of_cohort(
    db: &impl ConnectionTrait,
    cohort: CohortId,
) -> Result<Vec<(import::Model, Option<account::Model>)>, DbErr> {
    import::Entity::find()
        .find_also_related(account::Entity)
        .filter(import::Column::CohortId.eq(cohort))
        .filter(import::Column::State.ne(State::Discarded))
        .order_by_desc(import::Column::Id)
        .limit(LISTED)
        .all(db)
        .await
}

pub async fn bytes(db: &impl ConnectionTrait, id: ImportId) -> Result<Vec<u8>, AppError> {
    let file = import_file::Entity::find_by_id(id).one(db).await?;
    file.map(|file| file.bytes).ok_or(AppError::NotFound)
}

/// Returns a page of what is wrong with the rows of a file, errors first.
pub async fn issues(
    db: &impl ConnectionTrait,
    id: ImportId,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<import_issue::Model>, Pager), DbErr> {
    let of = import_issue::Entity::find().filter(import_issue::Column::ImportId.eq(id));
    let pager = Pager::new(page, of.clone().count(db).await?, address);
    let rows = of
        .order_by_desc(import_issue::Column::IsError)
        .order_by_asc(import_issue::Column::RowNumber)
        .order_by_asc(import_issue::Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// All of them, from top to bottom, for the file that goes back.
pub async fn all_issues(
    db: &impl ConnectionTrait,
    id: ImportId,
) -> Result<Vec<import_issue::Model>, DbErr> {
    import_issue::Entity::find()
        .filter(import_issue::Column::ImportId.eq(id))
        .order_by_asc(import_issue::Column::RowNumber)
        .order_by_asc(import_issue::Column::Id)
        .all(db)
        .await
}

/// Returns the imports that wait for a worker at this state, the oldest first.
pub async fn waiting(db: &impl ConnectionTrait, state: State) -> Result<Vec<ImportId>, DbErr> {
    import::Entity::find()
        .select_only()
        .column(import::Column::Id)
        .filter(import::Column::State.eq(state))
        .order_by_asc(import::Column::Id)
        .limit(LISTED)
        .into_tuple()
        .all(db)
        .await
}

/// Returns the cohort of an import without a scope: for a worker.
pub async fn cohort_of(db: &impl ConnectionTrait, id: CohortId) -> Result<cohort::Model, AppError> {
    cohort::Entity::find_by_id(id).one(db).await?.ok_or(AppError::NotFound)
}
