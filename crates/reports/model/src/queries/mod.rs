//! The raw facts of a department's report, in eight statements whatever its size. What is counted from
//! them is in [`super::figures`].

mod attribution;
mod closed;
mod cohorts;
mod departments;
mod enrolments;
mod facts;
mod reached;

pub use attribution::counted_for;
pub(crate) use attribution::{counted_then, ever_of};
pub use closed::{CertifiedCount, ClosedCohortSums};
pub(crate) use cohorts::{aimed_at, described, targets_of};
pub use cohorts::{last_session, sessions_of, with_certificates_of, with_people_of};
pub use departments::{
    Headline, all_time, department, department_of_units, departments, enrolled, headlines,
};
pub use enrolments::marks_of_enrolment;
pub(crate) use enrolments::{corrected, entity_of, issued, read_enrolments, unconfirmed};
pub(crate) use facts::{COUNTING, CountingFact, SESSION};
pub use facts::{
    CohortFact, Depth, EarlierAttributionFact, EnrolmentFact, Frame, MunicipalityFact, PersonFact,
    ReportFacts, ReportQuery, SessionFact, SessionSums,
};
pub(crate) use reached::reached_since;
pub use reached::{SessionStart, is_of_present, reached_before};

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, StreamTrait,
};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::{earlier_attribution, enrolment};
use platform::errors::AppError;
use territory_model::entity::municipality;

use crate::asof::{self, Knowledge};
use crate::results::queries::ResultFacts;

/// Cohorts of one statement: both databases take as many values, and no department of a country has
/// more in a year.
pub(crate) const AT_ONCE: usize = 10_000;

/// What a report speaks of; two statements, or three of a day that is over.
pub async fn frame(db: &impl ConnectionTrait, question: &ReportQuery) -> Result<Frame, DbErr> {
    match question.knowledge {
        Knowledge::Now => Ok(Frame {
            municipalities: municipalities(db, question, ever(Some(question.period.instants().1)))
                .await?,
            cohorts: cohorts::cohorts(db, question).await?,
        }),
        Knowledge::At(at) => asof::frame(db, question, at).await,
    }
}

/// Reads the facts of a report.
pub async fn facts(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ReportQuery,
    now: DateTime<Utc>,
) -> Result<ReportFacts, AppError> {
    let frame = frame(db, question).await?;
    facts_of(db, question, frame, now).await
}

/// The same of what is known already to be spoken of, or of some of its cohorts.
pub async fn facts_of(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ReportQuery,
    mut frame: Frame,
    now: DateTime<Utc>,
) -> Result<ReportFacts, AppError> {
    if let Some(only) = &question.cohorts {
        frame.cohorts.retain(|cohort| only.contains(&cohort.id));
    }
    let mut facts = match question.knowledge {
        Knowledge::Now => counted(db, question, frame, now).await?,
        Knowledge::At(at) => asof::counted(db, question, frame, at).await?,
    };
    if question.results {
        facts.results = Some(match question.knowledge {
            Knowledge::Now => {
                let all: Vec<CohortId> = facts.cohorts.iter().map(|cohort| cohort.id).collect();
                let about = (&question.codes(), question.period);
                ResultFacts::read(db, about, &all, (now, now, false)).await?
            }
            Knowledge::At(at) => asof::results(db, question, &facts.cohorts, at).await?,
        });
    }
    Ok(facts)
}

/// What happened in the cohorts of a report, as it is known now: of closed ones what is kept.
async fn counted(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ReportQuery,
    frame: Frame,
    now: DateTime<Utc>,
) -> Result<ReportFacts, AppError> {
    let Frame { municipalities, cohorts } = frame;
    let people = question.depth == Depth::People;
    let is_each = people || question.each;
    let is_kept = |cohort: &&CohortFact| !is_each && cohort.sums.are_whole_in(question.period);
    let kept: Vec<CohortId> = cohorts.iter().filter(is_kept).map(|cohort| cohort.id).collect();
    let whole: HashSet<CohortId> = kept.iter().copied().collect();
    let all = cohorts.iter().map(|cohort| cohort.id);
    let read: Vec<CohortId> = all.filter(|id| !whole.contains(id)).collect();
    let mut facts = ReportFacts {
        knowledge: question.knowledge,
        depth: question.depth,
        each: question.each,
        sessions: sessions_of(db, &read).await?,
        enrolments: enrolments::enrolments(db, question, &read, now).await?,
        earlier: enrolments::earlier(db, &read).await?,
        closed: closed::closed(db, question, &kept).await?,
        municipalities,
        cohorts,
        ..ReportFacts::default()
    };
    if people {
        facts.after_closing = enrolments::corrected(db, &read, Condition::all()).await?;
    }
    Ok(facts)
}

/// The codes of the department's municipalities, as a subquery.
pub fn codes_of(department: &str) -> SelectStatement {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .filter(municipality::Column::DepartmentCode.eq(department))
        .into_query()
}

/// Whether somebody of a row of `municipality`, with a confirmed place, attended a session that began
/// before a moment; `None` means whenever.
pub fn ever(before: Option<DateTime<Utc>>) -> Expr {
    reached_in(SessionStart { from: None, before }, None)
}

/// Whether somebody of a row of `municipality`, with a confirmed place, attended a session that began then,
/// for the municipality that the place had on that day (R29); of some cohorts, or of any.
pub fn reached_in(start: SessionStart, cohorts: Option<SelectStatement>) -> Expr {
    let code = || Expr::col((municipality::Entity, municipality::Column::Code));
    let of = |mut rows: SelectStatement, own: Expr| {
        rows.expr(Expr::value(1)).and_where(code().eq(own));
        if let Some(cohorts) = &cohorts {
            rows.and_where(enrolment::Column::CohortId.in_subquery(cohorts.clone()));
        }
        Expr::exists(rows)
    };
    let since = Expr::col((enrolment::Entity, enrolment::Column::MunicipalityCode));
    let earlier =
        Expr::col((earlier_attribution::Entity, earlier_attribution::Column::MunicipalityCode));
    of(reached_since(start), since).or(of(reached_before(start), earlier))
}

/// The municipalities of a report; `ever` says of a row whether training reached it.
pub(crate) async fn municipalities(
    db: &impl ConnectionTrait,
    question: &ReportQuery,
    ever: Expr,
) -> Result<Vec<MunicipalityFact>, DbErr> {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::Code)
        .column(municipality::Column::Name)
        .columns([municipality::Column::Lat, municipality::Column::Lon])
        .column_as(municipality::Column::PdetSubregion, "pdet")
        .column_as(ever, "ever")
        .filter(municipality::Column::Code.in_subquery(question.codes()))
        .order_by_asc(municipality::Column::Code)
        .into_model()
        .all(db)
        .await
}
