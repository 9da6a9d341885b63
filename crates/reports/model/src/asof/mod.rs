//! A department's report as it was known when a day ended (R31): what was learnt later is not in it,
//! however it was learnt. The facts are those of the live report ([`super::queries`]), read from what is
//! only ever added to; from them on both are counted and written by the same code.
//!
//! | what | from what |
//! |---|---|
//! | places and since when | `enrolment_event` and, of the same seat, `enrolment_since`: the last ones by then |
//! | their municipality and entity | `superseded_attribution`: what was known until it was changed |
//! | marks, also those after a closing | `attendance_mark`: the last one of each session by then |
//! | sessions | `created_at`, `closed_at`, `cancelled_at`; held with the first mark; their hours by `session_change` |
//! | cohorts: stage, name, dates, seats, rule, municipalities | the row, with every change in history after then undone ([`undo`]) |
//! | certificates | `issued_at`, `revoked_at`, and the one that replaced it |
//! | tests, applications, opinions | cohorts that were closed and surveys that were over by then, as they were when they ended ([`crate::atoms`]) |
//! | who is certified and in post | the ledger, which knows since when it knew |
//! | official values | imports that were over by then |
//!
//! As it is now, because nothing keeps what it was: the names of people, of entities and of
//! municipalities; which records are one person, and how each came to be enrolled; the names of capacities
//! and which indicator is linked to each. What a place was counted for before its table was there is known
//! only as it was when it came.

mod certificates;
mod cohorts;
mod enrolments;
mod reached;
mod results;
mod sessions;
mod undo;

use sea_orm::{ColumnTrait as _, Condition, ConnectionTrait, DbErr, StreamTrait};

use attendance_model::entity::attendance_mark;
use cohorts_model::entity::cohort::CohortId;
use ledger_model::as_of::AsOf;
use platform::prelude::*;

use super::queries::{Depth, Frame, ReportFacts, ReportQuery, corrected};

pub(crate) use results::facts as results;
pub(crate) use sessions::last_session;

/// Up to when a report knows what happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Knowledge {
    /// Everything up to the present.
    #[default]
    Now,
    /// Everything up to the last instant of a past day.
    At(DateTime<Utc>),
}

impl Knowledge {
    /// What an as-of day asks for: a day that is not over is told as it is known now.
    pub fn by(as_of: &AsOf) -> Self {
        if as_of.is_open { Self::Now } else { Self::At(as_of.known_at) }
    }

    /// Returns the past day, in Bogotá. `None` means the present.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Now => None,
            Self::At(at) => Some(dates::bogota_date(at)),
        }
    }

    /// Returns the last moment that is in the report.
    pub fn until(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Now => now,
            Self::At(at) => at,
        }
    }
}

/// Reads the municipalities and cohorts of a report as they were known at a moment; three statements.
pub(crate) async fn frame(
    db: &impl ConnectionTrait,
    question: &ReportQuery,
    at: DateTime<Utc>,
) -> Result<Frame, DbErr> {
    let ever = reached::ever(at, question.period.instants().1);
    let municipalities = super::queries::municipalities(db, question, ever).await?;
    let cohorts = cohorts::cohorts(db, question, &municipalities, at).await?;
    Ok(Frame { municipalities, cohorts })
}

/// What happened in the cohorts of a report until then; four statements. No sum of a closed cohort is
/// added: what it adds up to now is not what was known.
pub(crate) async fn counted(
    db: &(impl ConnectionTrait + StreamTrait),
    question: &ReportQuery,
    frame: Frame,
    at: DateTime<Utc>,
) -> Result<ReportFacts, AppError> {
    let Frame { municipalities, cohorts } = frame;
    let ids: Vec<CohortId> = cohorts.iter().map(|cohort| cohort.id).collect();
    let mut facts = ReportFacts {
        knowledge: question.knowledge,
        depth: question.depth,
        each: question.each,
        sessions: sessions::sessions(db, &ids, at).await?,
        enrolments: enrolments::enrolments(db, question, &ids, at).await?,
        earlier: enrolments::earlier(db, &ids, at).await?,
        municipalities,
        cohorts,
        ..ReportFacts::default()
    };
    if question.depth == Depth::People {
        let by_then = attendance_mark::Column::RecordedAt.lte(at);
        facts.after_closing = corrected(db, &ids, Condition::all().add(by_then)).await?;
    }
    Ok(facts)
}
