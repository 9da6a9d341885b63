//! The reports for whoever has five minutes: operation, perceived quality and results of
//! capacity, of the country, a territorial unit, a department or a course, beside the period
//! before (R64). With them come the board, the reports by mail, and open data for anybody. The
//! department's own report, with its people, is in `reports`, which this crate uses.
//!
//! ## Words
//!
//! - **Scope of a report**: whose figures: the country, a unit, a department, or a course.
//! - **Period and the period before**: days, and as many days before them.
//! - **Facts**: sums that the database added up: a row for each municipality, capacity or survey,
//!   and never a row of a person.
//! - **Report**: lines, tables of typed cells, pictures and notes; page, workbook and paper only
//!   write it.
//! - **Board**: the state of what somebody answers for, on one page, with its filters in the
//!   address.
//! - **Subscription**: somebody receives a report by mail each month or each quarter.
//! - **Edition**: open data as they were counted at an hour.
//! - **Group**: five people or more; only whole groups are ever added up where few could be told
//!   apart.
//!
//! ## Rules
//!
//! - What is outside the reader's territory looks absent (R60).
//! - Where few people could be told apart, what is added up is whole groups of five or more (the
//!   answers of a cohort, the people of a version), so that no difference of two figures is of
//!   fewer (P14).
//! - What is missing is a dash and never zero.
//! - A figure opens the list that it counts, where its reader may open it: of a department its people, of
//!   anything wider its parts.
//! - Where two units serve a department, each coordination counts the municipalities of its own, and the lists
//!   that its figures open hold these alone.
//! - Who moved during a course is enrolled in both municipalities, and once in their sum (R29). A certificate is
//!   of the municipality of its day, and who finished of that of the last day of the cohort.
//! - A report by mail asks again before every letter whether its receiver may still read it, and
//!   once more inside the transaction. A receiver who may not read it gets no letter, and the
//!   subscription ends.
//! - A letter and the note that it was written are one transaction. After a longer pause only the
//!   latest letter is written, and not all of them.
//! - Finishing is told of courses that certify and of those that give a constancia, and never of both.
//! - Open data divide each cohort into groups of five or more and add up only these. An edition
//!   is counted at most once an hour and kept in memory: a crowd of readers sends no statement.
//! - The board counts nothing of its own. It reads the marks of cohorts that are under way or cut by the
//!   period, and of the others what was added up when they closed.
//!
//! ## A walk: a director reads the country
//!
//! `GET /informes/ejecutivos/operacion?ambito=…`, and its `/xlsx` and `/pdf`:
//!
//! 1. The address is read into one question: the scopes of the reader's territory are offered and
//!    one of them is taken; any other looks absent. The question holds the municipalities as a
//!    subquery (none is the whole country), the course, into what the figures are divided, and
//!    the days before.
//! 2. Each report asks the database for sums (`facts`), in a number of statements that does not
//!    grow with the country. `figures` (pure) adds them up.
//! 3. `words` says them as one report: lines beside those of the period before, tables, pictures,
//!    notes. Page, workbook and paper write that and compute nothing.
//! 4. A report by mail is the same report: `mailing/sending` looks once an hour whose letter of
//!    the last period is missing, asks the question again as the receiver of today, and writes
//!    the letter and the note of it at once.
//! 5. The board asks the same questions (of a country or a unit a brief form, which asks of each
//!    municipality whether somebody came and not how many), the totals of closed cohorts and the
//!    ledger. `board/figures` (pure) sets side by side what municipalities have and want.
//!    Attendance on it is by the month of the session, of cohorts under way too.
//! 6. `/datos-abiertos` gives the edition of the hour with an ETag, so that whoever has it is
//!    told so.

pub mod board;
mod book;
mod capability;
pub mod capacity;
mod cards;
mod departments;
mod lists;
pub mod mailing;
pub mod open;
pub mod operation;
mod page;
mod pdf;
pub mod quality;
pub mod query;
pub mod report;
mod web;

pub use self::capability::CAPABILITY;
pub use book::workbook;
pub use pdf::report as document;

use chrono::{DateTime, Utc};
use query::ExecutiveQuery;
use report::{ExecutiveReport, ReportKind};
use sea_orm::ConnectionTrait;

use platform::errors::AppError;

/// Counts one of the three reports. The reader's territory is already in the question.
///
/// # Errors
/// The database's.
pub async fn count(
    db: &impl ConnectionTrait,
    kind: ReportKind,
    question: &ExecutiveQuery,
    now: DateTime<Utc>,
) -> Result<ExecutiveReport, AppError> {
    match kind {
        ReportKind::Operation => {
            let facts = operation::facts(db, question, now).await?;
            let figures = operation::compute(&facts, question.period, question.level);
            Ok(operation::report(question, &figures, now))
        }
        ReportKind::Quality => {
            let facts = quality::facts(db, question, now).await?;
            let name = |course| question.courses.get(&course).cloned();
            let figures = quality::compute(&facts, question.period, question.level, name);
            Ok(quality::report(question, &figures, now))
        }
        ReportKind::Capacity => {
            let facts = capacity::facts(db, question, now).await?;
            Ok(capacity::report(question, &capacity::compute(&facts, question.period), now))
        }
    }
}
