//! A cohort below its minimum of people when it should be decided is told to its coordination,
//! once (R15). Nothing is cancelled by itself.

use std::time::Duration;

use chrono::{Days, NaiveDate};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, JoinType,
    QueryFilter, QueryOrder, QuerySelect, RelationTrait as _,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use courses_model::entity::course_version;
use notices_model::commands::{queue, without_letter};
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::db::scalar;
use platform::prelude::*;
use platform::workers::{Round, Worker};
use sign_in_model::entity::account;
use sign_in_model::queries::coordinators;
use territory_model::entity::territorial_unit;
use territory_model::labels;

use super::entity::enrolment;

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(30 * 60);
/// Cohorts looked at in one round.
const AT_ONCE: u64 = 50;
/// A date that passed longer ago is no news.
const NEWS: Days = Days::new(30);

/// A cohort with fewer people than it needs.
#[derive(Clone, Debug, FromQueryResult)]
struct CohortToAlert {
    id: CohortId,
    name: String,
    course: String,
    unit_code: String,
    unit: String,
    minimum_people: i32,
    quorum_on: NaiveDate,
    confirmed: i64,
}

/// How many people the cohort of the outer query has.
pub fn confirmed() -> SelectStatement {
    Query::select()
        .expr(Expr::col((enrolment::Entity, enrolment::Column::Id)).count())
        .from(enrolment::Entity)
        .and_where(
            Expr::col((enrolment::Entity, enrolment::Column::CohortId))
                .equals((cohort::Entity, cohort::Column::Id)),
        )
        .and_where(enrolment::Column::Stage.eq(enrolment::Stage::Confirmed))
        .to_owned()
}

/// Selects the cohorts that are still to begin, whose date of deciding came not long ago, and that
/// have too few people.
pub fn is_below(today: NaiveDate) -> Condition {
    let since = today.checked_sub_days(NEWS).unwrap_or(today);
    let minimum = Expr::col((cohort::Entity, cohort::Column::MinimumPeople));
    Condition::all()
        .add(cohort::Column::Stage.is_in([Stage::Tentative, Stage::Confirmed]))
        .add(cohort::Column::QuorumOn.between(since, today))
        .add(scalar(confirmed()).lt(minimum))
}

async fn below(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<CohortToAlert>, DbErr> {
    cohort::Entity::find()
        .select_only()
        .columns([
            cohort::Column::Id,
            cohort::Column::Name,
            cohort::Column::UnitCode,
            cohort::Column::MinimumPeople,
            cohort::Column::QuorumOn,
        ])
        .column_as(course_version::Column::Name, "course")
        .column_as(territorial_unit::Column::Name, "unit")
        .column_as(scalar(confirmed()), "confirmed")
        .join(JoinType::InnerJoin, cohort::Relation::CourseVersion.def())
        .join(JoinType::InnerJoin, cohort::Relation::TerritorialUnit.def())
        .filter(is_below(today))
        .order_by_asc(cohort::Column::QuorumOn)
        .order_by_asc(cohort::Column::Id)
        .limit(AT_ONCE)
        .into_model()
        .all(db)
        .await
}

/// Too few people on the day of deciding.
#[derive(Clone, Debug, Serialize, Example)]
pub struct QuorumAlert {
    pub course: String,
    pub cohort: String,
    pub confirmed: i64,
    pub minimum: i32,
    /// «20 de noviembre de 2026».
    pub date: String,
    unit: String,
    id: CohortId,
}

impl Letter for QuorumAlert {
    const TEMPLATE: &'static str = "emails/enrolment/quorum";

    fn subject(&self) -> String {
        let name: String = self.cohort.chars().take(40).collect();
        format!("Mínimo sin alcanzar: {name}")
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver la cohorte", format!("/cohortes/{}", self.id)))
    }

    fn unit(&self) -> String {
        self.unit.clone()
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<QuorumAlert>()
}

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("quorum", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Queues the letters that are missing.
pub async fn round(app: &App) -> Result<Round, AppError> {
    for cohort in below(app.db.read(), app.clock.today()).await? {
        alert(app, &cohort).await?;
    }
    Ok(Round::Idle)
}

/// Returns the key of the letter: one for each date of deciding, so that a date that is moved
/// alerts again.
fn key(cohort: &CohortToAlert, account: &account::Model) -> String {
    format!("enrolment/quorum:{}:{}:{}", cohort.id, cohort.quorum_on, account.id)
}

async fn alert(app: &App, cohort: &CohortToAlert) -> Result<(), AppError> {
    if missing(app.db.read(), cohort, app.clock.today()).await?.is_empty() {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    // Instances that alert of the same cohort take turns, and the second finds no one.
    let _held = cohort::Entity::find_by_id(cohort.id).lock_exclusive().one(&tx).await?;
    for coordinator in missing(&tx, cohort, app.clock.today()).await? {
        let key = key(cohort, &coordinator);
        let letter = QuorumAlert {
            course: cohort.course.clone(),
            cohort: cohort.name.clone(),
            confirmed: cohort.confirmed,
            minimum: cohort.minimum_people,
            date: dates::long(cohort.quorum_on),
            unit: labels::unit(&cohort.unit),
            id: cohort.id,
        };
        queue(&tx, app, coordinator.recipient(), key, &letter).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The unit's coordinators who have no letter about it yet.
async fn missing(
    db: &impl ConnectionTrait,
    cohort: &CohortToAlert,
    today: NaiveDate,
) -> Result<Vec<account::Model>, DbErr> {
    let coordinators = coordinators(db, &cohort.unit_code, today).await?;
    without_letter(db, coordinators, |one| key(cohort, one)).await
}
