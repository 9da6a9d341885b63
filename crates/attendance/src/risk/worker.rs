//! The loop that looks at cohorts under way and tells who newly fell below the minimum.

use std::collections::HashMap;
use std::time::Duration;

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Set,
};

use cohorts_model as cohorts;
use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session;
use cohorts_model::queries::CohortRow;
use enrolment_model::attendees::{Attendee, attendees};
use enrolment_model::entity::enrolment::{self, EnrolmentId};
use enrolment_model::queries::roll;
use notices_model::commands::queue_all;
use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};
use sign_in_model::work::Work;

use super::entity::risk_notice::{self, RiskLevel, RiskNoticeId};
use super::letters::{CoordinationRiskLetter, RiskLetter, RiskLetterLine};
use super::rules::{NEWS, PriorNotice, QUIET, RiskStep, step};
use crate::entity::attendance_summary;
use crate::queries::totals;
use crate::rules::Totals;

/// How often the loop looks.
const PAUSE: Duration = Duration::from_secs(15 * 60);
/// Rows and letters written with the same statements.
const AT_ONCE: usize = 100;

pub fn worker(app: &App) -> Worker {
    let app = app.clone();
    Worker::new("attendance at risk", PAUSE, move || {
        let app = app.clone();
        async move { round(&app).await }
    })
}

/// Looks at every cohort under way whose lists rest.
///
/// # Errors
/// The database's.
pub async fn round(app: &App) -> Result<Round, AppError> {
    for cohort in resting(app).await? {
        let now = news(app.db.read(), app, cohort).await?;
        if now.is_some_and(|(_, news)| !news.is_empty()) {
            tell(app, cohort).await?;
        }
    }
    Ok(Round::Idle)
}

/// Cohorts under way whose last mark is not of these minutes and not of long ago. A session that
/// ends, is closed or cancelled moves the percentages without a mark: they are looked at again in
/// every round.
async fn resting(app: &App) -> Result<Vec<CohortId>, DbErr> {
    let now = app.clock.now();
    let last = || Expr::col(attendance_summary::Column::UpdatedAt.as_column_ref()).max();
    attendance_summary::Entity::find()
        .select_only()
        .column(session::Column::CohortId)
        .join(JoinType::InnerJoin, attendance_summary::Relation::Session.def())
        .join(JoinType::InnerJoin, session::Relation::Cohort.def())
        .filter(cohort::Column::Stage.eq(cohort::Stage::Running))
        .group_by(session::Column::CohortId)
        .having(last().between(now - NEWS, now - QUIET))
        .order_by_asc(session::Column::CohortId)
        .into_tuple()
        .all(app.db.read())
        .await
}

/// A person about whom there is something to write or to end.
struct RiskNews {
    enrolment: EnrolmentId,
    step: RiskStep,
    totals: Totals,
    /// What was noticed and is not over.
    open: Option<RiskNoticeId>,
}

/// Returns what is new in a cohort; `None` means that it no longer runs. Five statements.
async fn news(
    db: &impl ConnectionTrait,
    app: &App,
    id: CohortId,
) -> Result<Option<(cohort::Model, Vec<RiskNews>)>, DbErr> {
    let now = app.clock.now();
    let running = cohort::Column::Stage.eq(cohort::Stage::Running);
    let Some(cohort) = cohort::Entity::find_by_id(id).filter(running).one(db).await? else {
        return Ok(None);
    };
    let mut before: HashMap<EnrolmentId, Vec<risk_notice::Model>> = HashMap::new();
    let known = risk_notice::Entity::find()
        .join(JoinType::InnerJoin, risk_notice::Relation::Enrolment.def())
        .filter(enrolment::Column::CohortId.eq(id))
        .all(db)
        .await?;
    for notice in known {
        before.entry(notice.enrolment_id).or_default().push(notice);
    }
    let mut all = Vec::new();
    for (enrolment, totals) in totals(db, &cohort, now).await? {
        let before = before.remove(&enrolment).unwrap_or_default();
        let noticed: Vec<PriorNotice> = before
            .iter()
            .map(|one| PriorNotice {
                level: one.level,
                at: one.noticed_at,
                over: one.over_at.is_some(),
            })
            .collect();
        let step = step(totals.reachability(cohort.minimum_attendance), &noticed, now);
        if step != RiskStep::Nothing {
            let open = before.iter().find(|one| one.over_at.is_none()).map(|one| one.id);
            all.push(RiskNews { enrolment, step, totals, open });
        }
    }
    all.sort_by_key(|one| one.enrolment);
    Ok(Some((cohort, all)))
}

/// Notes what is new and writes the letters about it, at once: nobody is told twice, whatever
/// stops.
async fn tell(app: &App, id: CohortId) -> Result<(), AppError> {
    let work = Work::of_product(app).await?;
    // Two instances take turns, and the second finds nothing new.
    cohort::Entity::find_by_id(id).lock_exclusive().one(&work.tx).await?;
    let Some((_, news)) = news(&work.tx, app, id).await? else { return Ok(()) };
    let over = news.iter().filter_map(|one| one.open);
    risk_notice::Entity::update_many()
        .col_expr(risk_notice::Column::OverAt, Expr::value(work.now))
        .filter(risk_notice::Column::Id.is_in(over))
        .exec(&work.tx)
        .await?;
    let fallen: Vec<(EnrolmentId, RiskLevel, Totals)> = news
        .iter()
        .filter_map(|one| match one.step {
            RiskStep::Tell(level) => Some((one.enrolment, level, one.totals)),
            RiskStep::Nothing | RiskStep::Over => None,
        })
        .collect();
    if !fallen.is_empty() {
        let row = cohorts::queries::get(&work.tx, id).await?;
        let reached: HashMap<EnrolmentId, Attendee> =
            attendees(&work.tx, id, &[enrolment::Stage::Confirmed])
                .await?
                .into_iter()
                .map(|person| (person.enrolment, person))
                .collect();
        for some in fallen.chunks(AT_ONCE) {
            note(&work, &row, some, &reached).await?;
        }
        tell_coordination(&work, &row, &fallen).await?;
    }
    work.commit().await
}

async fn note(
    work: &Work<'_>,
    row: &CohortRow,
    fallen: &[(EnrolmentId, RiskLevel, Totals)],
    reached: &HashMap<EnrolmentId, Attendee>,
) -> Result<(), AppError> {
    let percent = |value: Option<u32>| Set(value.and_then(|v| v.try_into().ok()).unwrap_or(0));
    let rows = fallen.iter().map(|(enrolment, level, totals)| risk_notice::ActiveModel {
        enrolment_id: Set(*enrolment),
        level: Set(*level),
        percent: percent(totals.percent()),
        reachable: percent(totals.reachable()),
        minimum: Set(row.cohort.minimum_attendance),
        noticed_at: Set(work.now),
        is_told: Set(reached.contains_key(enrolment)),
        over_at: Set(None),
        ..Default::default()
    });
    risk_notice::Entity::insert_many(rows).exec_without_returning(&work.tx).await?;
    let letters: Vec<_> = fallen
        .iter()
        .filter_map(|(enrolment, level, totals)| {
            let person = reached.get(enrolment)?;
            let key = format!("attendance/risk/{enrolment}/{}", work.now.timestamp_micros());
            Some((person.recipient(), key, RiskLetter::new(row, *enrolment, *level, totals)))
        })
        .collect();
    if letters.is_empty() { Ok(()) } else { queue_all(&work.tx, work.app, letters).await }
}

async fn tell_coordination(
    work: &Work<'_>,
    row: &CohortRow,
    fallen: &[(EnrolmentId, RiskLevel, Totals)],
) -> Result<(), AppError> {
    let fallen: HashMap<EnrolmentId, (RiskLevel, Totals)> =
        fallen.iter().map(|(enrolment, level, totals)| (*enrolment, (*level, *totals))).collect();
    // By surname, as every list.
    let lines =
        roll(&work.tx, row.cohort.id, Condition::all()).await?.into_iter().filter_map(|person| {
            let (level, totals) = fallen.get(&person.enrolment)?;
            Some(RiskLetterLine::new(person.name.full(), *level, totals))
        });
    let letter = CoordinationRiskLetter::new(row, lines.collect());
    let key = format!("attendance/risk/cohort/{}/{}/", row.cohort.id, work.now.timestamp_micros());
    work.write_to_coordinators(&row.cohort.unit_code, &key, &letter).await
}
