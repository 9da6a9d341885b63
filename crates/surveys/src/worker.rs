//! The loop that opens rounds when their day comes and writes the letters of follow-ups.

use std::time::Duration;

use chrono::{Months, NaiveDate, TimeDelta};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use cohorts_model::entity::cohort::{self, CohortId, Stage};
use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::commands::{ask, forget, open};
use super::entity::survey_round;
use super::entity::survey_version::Kind;
use super::rules::{LATE, is_due};

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(15 * 60);
/// Months are not all as long as one another: days by which a question to the database is wider than
/// the rule that decides.
const SLACK: i64 = 4;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("surveys", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Opens what is due and writes the next letters.
///
/// # Errors
/// The database's.
pub async fn round(app: &App) -> Result<Round, AppError> {
    for kind in [Kind::Satisfaction, Kind::Months3, Kind::Months6] {
        for cohort in due(app.db.read(), kind, app.clock.today()).await? {
            open(app, cohort, kind).await?;
        }
    }
    let asked = ask(app).await?;
    let forgot = forget(app).await?;
    Ok(if asked == Round::More { asked } else { forgot })
}

/// Cohorts whose round of a kind is to be opened today, and was not.
async fn due(
    db: &impl ConnectionTrait,
    kind: Kind,
    today: NaiveDate,
) -> Result<Vec<CohortId>, DbErr> {
    let months = match kind {
        Kind::Months3 => 3,
        Kind::Months6 => 6,
        Kind::Satisfaction | Kind::Supervisor => 0,
    };
    let day = today.checked_sub_months(Months::new(months)).unwrap_or(today);
    let oldest = day - TimeDelta::days(LATE + SLACK);
    let mut ended = Condition::any().add(cohort::Column::EndsOn.lte(day + TimeDelta::days(SLACK)));
    if kind == Kind::Satisfaction {
        // Closed before its last day.
        ended = ended.add(cohort::Column::Stage.eq(Stage::Closed));
    }
    let opened = survey_round::Entity::find()
        .select_only()
        .column(survey_round::Column::CohortId)
        .filter(survey_round::Column::Kind.eq(kind))
        .into_query();
    let found: Vec<(CohortId, Stage, NaiveDate)> = cohort::Entity::find()
        .select_only()
        .columns([cohort::Column::Id, cohort::Column::Stage, cohort::Column::EndsOn])
        .filter(cohort::Column::Stage.is_in([Stage::Running, Stage::Closed]))
        .filter(cohort::Column::EndsOn.gte(oldest))
        .filter(ended)
        .filter(cohort::Column::Id.not_in_subquery(opened))
        .order_by_asc(cohort::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let due = found.into_iter().filter(|(_, stage, ends_on)| is_due(kind, *stage, *ends_on, today));
    Ok(due.map(|(id, _, _)| id).collect())
}
