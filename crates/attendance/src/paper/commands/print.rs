//! A print is remembered before it is made: the paper may be in somebody's bag for weeks.

use sea_orm::ActiveValue::Set;
use sea_orm::{Condition, EntityTrait};
use serde_json::json;

use cohorts_model::entity::session;
use enrolment_model::queries::roll;
use history_model::commands::{Event, record};
use platform::app::App;
use platform::codes::CODE_LENGTH;
use platform::errors::{AppError, Failure};
use platform::secrets;

use super::PaperResult;
use crate::marks::hold;
use crate::paper::entity::sheet::{self, Kind};
use crate::paper::entity::sheet_row;
use crate::paper::policy::Keep;
use crate::paper::rules::{MOST_ROWS, PaperRefusal, SPARE_ROWS};
use crate::rules;

/// Rows in one insert.
const BATCH: usize = 1_000;

/// What is printed.
#[derive(Clone, Copy, Debug)]
pub enum NewSheet {
    /// Everybody who can be marked in the session, by surname, and some rows more.
    Prefilled,
    Blank {
        rows: u32,
    },
}

/// Remembers the print and returns its code.
pub async fn print(app: &App, permit: Keep, new: NewSheet) -> PaperResult<String> {
    let now = app.clock.now();
    let refused = |refusal| Err(Failure::Refused(refusal));
    let tx = app.db.begin().await?;
    let locked = hold(&tx, *permit.cohort(), *permit.session()).await?;
    let session = locked.session();
    if session.stage == session::Stage::Cancelled {
        return refused(PaperRefusal::SessionCancelled);
    }
    let people = match new {
        NewSheet::Blank { .. } => Vec::new(),
        NewSheet::Prefilled => roll(&tx, locked.cohort().id, Condition::all())
            .await?
            .into_iter()
            .filter(|row| {
                rules::applies(session.ends_at, row.since)
                    || locked.current().contains_key(&row.enrolment)
            })
            .map(|row| row.enrolment)
            .collect(),
    };
    let (kind, rows) = match new {
        NewSheet::Blank { rows } => (Kind::Blank, rows),
        NewSheet::Prefilled if people.is_empty() => return refused(PaperRefusal::NobodyListed),
        NewSheet::Prefilled => {
            (Kind::Prefilled, u32::try_from(people.len()).unwrap_or(MOST_ROWS) + SPARE_ROWS)
        }
    };
    if !(1..=MOST_ROWS).contains(&rows) {
        return refused(PaperRefusal::TooManyRows);
    }
    let by = permit.by();
    let author = by.account.ok_or_else(|| AppError::Internal("a print needs an author".into()))?;
    let code: String = secrets::public_code()?.chars().take(CODE_LENGTH).collect();
    let row = sheet::ActiveModel {
        session_id: Set(session.id),
        code: Set(code.clone()),
        kind: Set(kind),
        row_count: Set(i32::try_from(rows).unwrap_or(i32::MAX)),
        printed_at: Set(now),
        printed_by: Set(author),
        ..Default::default()
    };
    let id = sheet::Entity::insert(row).exec(&tx).await?.last_insert_id;
    let rows: Vec<_> = (1..)
        .zip(&people)
        .map(|(number, enrolment)| sheet_row::ActiveModel {
            sheet_id: Set(id),
            number: Set(number),
            enrolment_id: Set(*enrolment),
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        sheet_row::Entity::insert_many(batch.to_vec()).exec_without_returning(&tx).await?;
    }
    record(
        &tx,
        Event {
            at: now,
            actor: Some(author.0),
            request: by.request.as_deref(),
            action: "attendance.print",
            subject_kind: "session",
            subject_id: session.id.0,
            cohort_id: Some(locked.cohort().id.0),
            detail: json!({ "sheet": id.0, "people": people.len() }),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(code)
}
