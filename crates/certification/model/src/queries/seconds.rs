//! Certificates for staff of the unit that wait for a second person (R80).

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SimpleExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session;
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use people_model::entity::person::PersonId;
use sign_in_model::actor::{Actor, Role};
use sign_in_model::entity::account::{self, AccountId};
use sign_in_model::entity::role_grant;
use sign_in_model::queries::held_on;

use crate::entity::second_confirmation::{self, Column, Entity, SecondDeed};
use crate::policy;

/// Whether the person's account works for the unit on a day.
///
/// # Errors
/// Those of the database.
pub async fn is_staff_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    unit: &str,
    today: NaiveDate,
) -> Result<bool, DbErr> {
    Ok(!staff_among(db, [person], unit, today).await?.is_empty())
}

/// Those of these persons (`person.id`) whose account works for the unit on a day: it administers the
/// country, coordinates or directs the unit, or facilitates a session of one of its cohorts. The caller
/// bounds how many.
///
/// # Errors
/// Those of the database.
pub async fn staff_among(
    db: &impl ConnectionTrait,
    persons: impl IntoIterator<Item = PersonId>,
    unit: &str,
    today: NaiveDate,
) -> Result<HashSet<i64>, DbErr> {
    let teaches = Query::select()
        .column((session::Entity, session::Column::FacilitatorAccountId))
        .from(session::Entity)
        .inner_join(
            cohort::Entity,
            Expr::col((session::Entity, session::Column::CohortId))
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(cohort::Column::UnitCode.eq(unit))
        .and_where(session::Column::Stage.ne(session::Stage::Cancelled))
        .and_where(session::Column::FacilitatorAccountId.is_not_null())
        .to_owned();
    let works = Condition::any()
        .add(role_grant::Column::Role.eq(Role::NationalAdministrator))
        .add(
            Condition::all()
                .add(role_grant::Column::Role.is_in([Role::Coordinator, Role::Director]))
                .add(role_grant::Column::UnitCode.eq(unit)),
        )
        .add(
            Condition::all()
                .add(role_grant::Column::Role.eq(Role::Facilitator))
                .add(role_grant::Column::AccountId.in_subquery(teaches)),
        );
    let found: Vec<i64> = role_grant::Entity::find()
        .select_only()
        .column(account::Column::PersonId)
        .inner_join(account::Entity)
        .filter(account::Column::PersonId.is_in(persons.into_iter().map(|person| person.0)))
        .filter(works)
        .filter(held_on(today))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// How long a request waits for a second person: whoever confirms it later would confirm what another
/// time decided.
const TERM: TimeDelta = TimeDelta::days(30);

/// The requests that wait for a second person.
pub fn waiting(now: DateTime<Utc>) -> Condition {
    Condition::all().add(Column::ConfirmedAt.is_null()).add(Column::AskedAt.gt(now - TERM))
}

/// Those about certificates that exist, or those to issue one.
fn about(issued: bool) -> Condition {
    let issue = Condition::all().add(Column::Deed.eq(SecondDeed::Issue));
    if issued { issue.not() } else { issue }
}

/// The enrolments of a cohort whose certificate waits for a second person, with the account that asked
/// first.
///
/// # Errors
/// Those of the database.
pub async fn waiting_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    now: DateTime<Utc>,
) -> Result<HashMap<EnrolmentId, AccountId>, DbErr> {
    let rows = requests_of(db, cohort, false, now).await?;
    Ok(rows.into_iter().map(|row| (row.enrolment_id, row.asked_by)).collect())
}

/// What was decided about certificates of a cohort that exist, and waits for a second person.
///
/// # Errors
/// Those of the database.
pub async fn decisions_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    now: DateTime<Utc>,
) -> Result<HashMap<EnrolmentId, second_confirmation::Model>, DbErr> {
    let rows = requests_of(db, cohort, true, now).await?;
    Ok(rows.into_iter().map(|row| (row.enrolment_id, row)).collect())
}

async fn requests_of(
    db: &impl ConnectionTrait,
    cohort: CohortId,
    issued: bool,
    now: DateTime<Utc>,
) -> Result<Vec<second_confirmation::Model>, DbErr> {
    Entity::find()
        .join(JoinType::InnerJoin, second_confirmation::Relation::Enrolment.def())
        .filter(enrolment::Column::CohortId.eq(cohort))
        .filter(waiting(now))
        .filter(about(issued))
        .all(db)
        .await
}

/// A cohort in which a certificate waits for a second person.
#[derive(Clone, Debug, FromQueryResult)]
pub struct AwaitedSecond {
    pub cohort: CohortId,
    pub name: String,
    pub people: i64,
    /// Those of them whose certificate exists: what waits is a decision about it.
    pub issued: i64,
    /// When the first of them was asked for.
    pub since: DateTime<Utc>,
}

/// What the actor may confirm: of cohorts that they run, asked for by somebody else, about somebody else.
/// One statement.
///
/// # Errors
/// Those of the database.
pub async fn to_confirm(
    db: &impl ConnectionTrait,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<Vec<AwaitedSecond>, DbErr> {
    let held: SimpleExpr = Expr::case(about(true), 1).finally(0).into();
    Entity::find()
        .select_only()
        .column_as(cohort::Column::Id, "cohort")
        .column_as(cohort::Column::Name, "name")
        .column_as(Column::Id.count(), "people")
        .column_as(sea_orm::ExprTrait::sum(held), "issued")
        .column_as(Column::AskedAt.min(), "since")
        .join(JoinType::InnerJoin, second_confirmation::Relation::Enrolment.def())
        .join(JoinType::InnerJoin, enrolment::Relation::Cohort.def())
        .filter(policy::issuing_scope(actor))
        .filter(waiting(now))
        .filter(Column::AskedBy.ne(actor.account))
        .filter(enrolment::Column::PersonId.ne(actor.person.unwrap_or(0)))
        .group_by(cohort::Column::Id)
        .group_by(cohort::Column::Name)
        .order_by_asc(cohort::Column::Id)
        .limit(20)
        .into_model()
        .all(db)
        .await
}
