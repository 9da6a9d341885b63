//! Cohorts that answer a need, or could.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _, Select, Statement,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use cohorts_model::entity::cohort_municipality;
use cohorts_model::policy::run_scope;
use courses_model::entity::{course_version, course_version_capacity};
use platform::pager::ROWS;
use sign_in_model::actor::Actor;

use super::{EACH, NeedSummary};
use crate::entity::need::{self, NeedId};
use crate::entity::need_match;

/// A cohort that answers a need, or could.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AnsweringCohort {
    pub id: CohortId,
    pub name: String,
    pub course: String,
    pub stage: Stage,
    pub seats: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

fn answering(rows: Select<cohort::Entity>) -> Select<cohort::Entity> {
    use cohort::Column;
    rows.join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .select_only()
        .columns([Column::Id, Column::Name, Column::Stage, Column::Seats])
        .columns([Column::StartsOn, Column::EndsOn])
        .column_as(course_version::Column::Name, "course")
}

/// Returns the cohorts that the actor runs for the municipality and that build the capacity, the last to
/// begin first. One that is over is among them: it may have answered the need.
pub async fn fitting(
    db: &impl ConnectionTrait,
    actor: &Actor,
    need: &NeedSummary,
) -> Result<Vec<AnsweringCohort>, DbErr> {
    answering(cohort::Entity::find())
        .filter(run_scope(actor))
        .filter(fit(&need.municipality_code, &need.capacity_code))
        .order_by_desc(cohort::Column::StartsOn)
        .order_by_desc(cohort::Column::Id)
        .limit(ROWS)
        .into_model()
        .all(db)
        .await
}

/// Cohorts for a municipality that were not cancelled and whose version builds a capacity.
pub fn fit(municipality: &str, capacity: &str) -> Condition {
    let there = Query::select()
        .column(cohort_municipality::Column::CohortId)
        .from(cohort_municipality::Entity)
        .and_where(cohort_municipality::Column::MunicipalityCode.eq(municipality))
        .to_owned();
    let building = Query::select()
        .column(course_version_capacity::Column::CourseVersionId)
        .from(course_version_capacity::Entity)
        .and_where(course_version_capacity::Column::CapacityCode.eq(capacity))
        .to_owned();
    Condition::all()
        .add(cohort::Column::Stage.ne(Stage::Cancelled))
        .add(cohort::Column::Id.in_subquery(there))
        .add(cohort::Column::CourseVersionId.in_subquery(building))
}

#[derive(FromQueryResult)]
struct MatchCount {
    cohort_id: CohortId,
    attended: i64,
}

/// A match of a need, with how many of its people are certified.
#[derive(Clone, Debug)]
pub struct NeedMatch {
    pub cohort: AnsweringCohort,
    pub people: i64,
    pub attended: i64,
}

/// The matches of a need in the order of their making, those of cancelled cohorts too.
pub async fn matches(db: &impl ConnectionTrait, need: NeedId) -> Result<Vec<NeedMatch>, DbErr> {
    let rows = need_match::Entity::find()
        .filter(need_match::Column::NeedId.eq(need))
        .order_by_asc(need_match::Column::Id)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let cohorts: Vec<AnsweringCohort> = answering(cohort::Entity::find())
        .filter(cohort::Column::Id.is_in(rows.iter().map(|row| row.cohort_id)))
        .into_model()
        .all(db)
        .await?;
    let sql = format!(
        "SELECT e.cohort_id, CAST(e.attended AS BIGINT) AS attended FROM ({EACH}) e WHERE e.need_id = {need}"
    );
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let attended: HashMap<CohortId, i64> = MatchCount::find_by_statement(statement)
        .all(db)
        .await?
        .into_iter()
        .map(|row| (row.cohort_id, row.attended))
        .collect();
    let matched = rows.iter().filter_map(|row| {
        let cohort = cohorts.iter().find(|cohort| cohort.id == row.cohort_id)?.clone();
        let attended = attended.get(&row.cohort_id).copied().unwrap_or_default();
        Some(NeedMatch { cohort, people: row.people.into(), attended })
    });
    Ok(matched.collect())
}

/// Returns how many people of all needs but one are matched with a cohort for a capacity.
pub async fn matched_beside(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    (capacity, but): (&str, NeedId),
) -> Result<i64, DbErr> {
    let rows: Vec<i32> = need_match::Entity::find()
        .select_only()
        .column(need_match::Column::People)
        .join(JoinType::InnerJoin, need_match::Relation::Need.def())
        .filter(need_match::Column::CohortId.eq(cohort))
        .filter(need_match::Column::NeedId.ne(but))
        .filter(need::Column::CapacityCode.eq(capacity))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(i64::from).sum())
}
