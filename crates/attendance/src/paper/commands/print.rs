//! A print is remembered before it is made: the paper may be in somebody's bag for weeks.

use sea_orm::ActiveValue::Set;
use sea_orm::{Condition, EntityTrait};
use serde_json::json;

use cohorts_model::entity::session;
use enrolment_model::queries::roll;
use platform::app::App;
use platform::codes::CODE_LENGTH;
use platform::errors::refuse;
use platform::secrets;
use sign_in_model::work::Work;

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
    let work = Work::begin(app, permit.by()).await?;
    let locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    let session = locked.session();
    if session.stage == session::Stage::Cancelled {
        return refuse(PaperRefusal::SessionCancelled);
    }
    let people = match new {
        NewSheet::Blank { .. } => Vec::new(),
        NewSheet::Prefilled => roll(&work.tx, locked.cohort().id, Condition::all())
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
        NewSheet::Prefilled if people.is_empty() => return refuse(PaperRefusal::NobodyListed),
        NewSheet::Prefilled => {
            (Kind::Prefilled, u32::try_from(people.len()).unwrap_or(MOST_ROWS) + SPARE_ROWS)
        }
    };
    if !(1..=MOST_ROWS).contains(&rows) {
        return refuse(PaperRefusal::TooManyRows);
    }
    let code: String = secrets::public_code()?.chars().take(CODE_LENGTH).collect();
    let row = sheet::ActiveModel {
        session_id: Set(session.id),
        code: Set(code.clone()),
        kind: Set(kind),
        row_count: Set(i32::try_from(rows).unwrap_or(i32::MAX)),
        printed_at: Set(work.now),
        printed_by: Set(work.account()?),
        ..Default::default()
    };
    let id = sheet::Entity::insert(row).exec(&work.tx).await?.last_insert_id;
    let rows: Vec<_> = (1..)
        .zip(&people)
        .map(|(number, enrolment)| sheet_row::ActiveModel {
            sheet_id: Set(id),
            number: Set(number),
            enrolment_id: Set(*enrolment),
        })
        .collect();
    for batch in rows.chunks(BATCH) {
        sheet_row::Entity::insert_many(batch.to_vec()).exec_without_returning(&work.tx).await?;
    }
    let detail = json!({ "sheet": id.0, "people": people.len() });
    let subject = ("session", session.id.0);
    work.record_in(locked.cohort().id.0, "attendance.print", subject, detail).await?;
    work.commit().await?;
    Ok(code)
}
