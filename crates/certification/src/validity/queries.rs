//! Certificates that end, the ones that follow them, and what a coordination sees of both.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select,
};

use cohorts_model::entity::cohort;
use courses_model::entity::course_version;
use platform::dates;
use platform::pager::{Pager, ROWS};
use sign_in_model::actor::Actor;

use super::rules::told_on;
use crate::entity::certificate::{self, CertificateId, Column, State};
use crate::policy::issuing_scope;

/// Days ahead that a coordination sees: time to plan a cohort and to give it.
pub const AHEAD: u64 = 180;

/// The course of a cohort.
fn course_of(cohort: impl Into<Expr>) -> SelectStatement {
    Query::select()
        .column((course_version::Entity, course_version::Column::CourseId))
        .from(cohort::Entity)
        .inner_join(
            course_version::Entity,
            Expr::col((course_version::Entity, course_version::Column::Id))
                .equals((cohort::Entity, cohort::Column::CourseVersionId)),
        )
        .and_where(Expr::col((cohort::Entity, cohort::Column::Id)).eq(cohort))
        .to_owned()
}

/// Returns the code of the latest valid certificate that the same person has of the same course in
/// another cohort.
pub async fn renewal(
    db: &impl ConnectionTrait,
    old: &certificate::Model,
    now: DateTime<Utc>,
) -> Result<Option<String>, DbErr> {
    let today = dates::bogota_date(now);
    certificate::Entity::find()
        .select_only()
        .column(Column::Code)
        .join(JoinType::InnerJoin, certificate::Relation::Cohort.def())
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .filter(Column::PersonId.eq(old.person_id))
        .filter(Column::CohortId.ne(old.cohort_id))
        .filter(Column::IssuedAt.gt(old.issued_at))
        .filter(holds(today))
        .filter(course_version::Column::CourseId.in_subquery(course_of(old.cohort_id)))
        .order_by_desc(Column::Id)
        .into_tuple()
        .one(db)
        .await
}

fn holds(today: NaiveDate) -> Condition {
    Condition::all()
        .add(Column::State.eq(State::Active))
        .add(Condition::any().add(Column::ValidUntil.is_null()).add(Column::ValidUntil.gte(today)))
}

/// Active certificates whose holders have to be told today, the first to end first.
pub async fn to_tell(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    but: &[i64],
    most: u64,
) -> Result<Vec<CertificateId>, DbErr> {
    let days = told_on(today);
    certificate::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::ValidUntil.between(*days.start(), *days.end()))
        .filter(Column::State.eq(State::Active))
        .filter(Column::ExpiryToldAt.is_null())
        .filter(Column::Id.is_not_in(but.iter().copied()))
        .order_by_asc(Column::ValidUntil)
        .order_by_asc(Column::Id)
        .limit(most)
        .into_tuple()
        .all(db)
        .await
}

/// Selects the active certificates of the actor's cohorts that expire within [`AHEAD`] days or expired
/// as recently.
fn ending(actor: &Actor, today: NaiveDate) -> Select<certificate::Entity> {
    let from = today.checked_sub_days(Days::new(AHEAD)).unwrap_or(today);
    let to = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
    certificate::Entity::find()
        .join(JoinType::InnerJoin, certificate::Relation::Cohort.def())
        .filter(issuing_scope(actor))
        .filter(Column::ValidUntil.between(from, to))
        .filter(Column::State.eq(State::Active))
}

/// Returns a page of the certificates that expire soon, the earliest first; two statements.
pub async fn ending_soon(
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: DateTime<Utc>,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<certificate::Model>, Pager), DbErr> {
    let today = dates::bogota_date(now);
    let pager = Pager::new(page, ending(actor, today).count(db).await?, address);
    let rows = ending(actor, today)
        .order_by_asc(Column::ValidUntil)
        .order_by_asc(Column::Id)
        .offset(pager.offset())
        .limit(ROWS)
        .all(db)
        .await?;
    Ok((rows, pager))
}
