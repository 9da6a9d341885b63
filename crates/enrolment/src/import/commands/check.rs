//! Looks at every row of a file and says what would happen; changes nobody (R25).

use std::collections::BTreeSet;

use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde::{Deserialize, Serialize};
use serde_json::json;

use cohorts_model::queries::municipalities;
use people_model::commands::note_review;
use platform::app::App;
use platform::errors::AppError;
use sign_in_model::actor::By;
use territory_model::queries::Place;

use super::shared::{bytes_of, claim, forget_issues, hold, number, remember, write_issues};
use crate::import::entity::import::{self, ImportId, State};
use crate::import::file::read_apart;
use crate::import::known::Known;
use crate::import::outlook::{Outlook, look};
use crate::import::queries::cohort_of;
use crate::import::reading::{Candidate, Choice, Level, Reading};
use crate::queries::seating_now;

/// Rows of a file on their way through the reading.
pub const READING: &str = "import rows";

/// Names that are shown to be checked.
const NAMES_SHOWN: usize = 40;

/// A whole name and how it was taken apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameApart {
    pub row: u32,
    pub typed: String,
    pub names: String,
    pub surnames: String,
    pub certain: bool,
}

/// Checks an import that waits for it; nothing happens when another worker has it.
pub async fn check(app: &App, id: ImportId) -> Result<(), AppError> {
    if !claim(app, id, State::Checking).await? {
        return Ok(());
    }
    let db = app.db.read();
    let (import, choice) = ordered(app, id).await?;
    let cohort = cohort_of(db, import.cohort_id).await?;
    let places = municipalities(db, cohort.id).await?;
    let mut reading = read_all(app, &import, &choice, &places).await?;
    let today = app.clock.today();
    let known = Known::of(db, &cohort, &places, &reading.candidates, today).await?;
    let seating = seating_now(db, &cohort).await?;
    let outlook = look(&choice, &mut reading, &known, seating);
    keep(app, id, State::Checking, &reading, &outlook).await?;
    Ok(())
}

/// Every row of the import's file.
pub async fn read_all(
    app: &App,
    import: &import::Model,
    choice: &Choice,
    places: &[Place],
) -> Result<Reading, AppError> {
    let bytes = bytes_of(app.db.read(), import.id).await?;
    let work = app.progress.begin(READING, import.id.0, u32::try_from(import.rows).unwrap_or(0));
    let read = read_apart(bytes, choice.clone(), places.to_vec(), app.demo, work).await?;
    // The same bytes were read when they came.
    read.map_err(|refusal| AppError::Internal(refusal.to_string()))
}

/// The import and what was decided about it.
pub async fn ordered(app: &App, id: ImportId) -> Result<(import::Model, Choice), AppError> {
    use sea_orm::EntityTrait;
    let import = import::Entity::find_by_id(id).one(app.db.read()).await?;
    let import = import.ok_or(AppError::NotFound)?;
    let choice = import.choice.as_deref().unwrap_or_default();
    let choice = serde_json::from_str(choice)
        .map_err(|_| AppError::Internal("an import without its columns".to_owned()))?;
    Ok((import, choice))
}

/// Keeps what was found: the import waits to be decided about. Who has a document under another name
/// is left for review.
pub async fn keep(
    app: &App,
    id: ImportId,
    after: State,
    reading: &Reading,
    outlook: &Outlook,
) -> Result<(), AppError> {
    let wrong: BTreeSet<u32> = reading
        .problems
        .iter()
        .filter(|problem| problem.level == Level::Error)
        .map(|problem| problem.row)
        .collect();
    let warnings = reading.problems.iter().filter(|p| p.level == Level::Warning).count();
    let names = as_json(&names_apart(&reading.candidates))?;
    let forecast = as_json(&outlook.forecast)?;
    let tx = app.db.begin().await?;
    let import = hold(&tx, id).await?;
    if import.state != after {
        return Ok(());
    }
    let by = By { account: Some(import.account_id), request: None };
    forget_issues(&tx, id).await?;
    write_issues(&tx, id, &reading.problems).await?;
    if after == State::Committing {
        let detail = json!({ "rows": wrong.len() });
        remember(&tx, app, &by, "enrolment.import_stopped", &import, detail).await?;
    }
    let mut row = import.into_active_model();
    row.state = Set(State::Checked);
    row.rows = Set(number(reading.rows));
    row.new_people = Set(number(outlook.new_people));
    row.known_people = Set(number(outlook.known_people));
    row.already_enrolled = Set(number(outlook.already_enrolled));
    row.withdrawn = Set(number(outlook.withdrawn));
    row.skipped = Set(number(reading.nobodys + reading.repeated + outlook.repeated));
    row.with_errors = Set(number(wrong.len()));
    row.warnings = Set(number(warnings));
    row.names_apart = Set(Some(names));
    row.forecast = Set(Some(forecast));
    row.checked_at = Set(Some(app.clock.now()));
    row.claimed_at = Set(None);
    row.update(&tx).await?;
    tx.commit().await?;
    for person in &outlook.strangers {
        note_review(app, &by, *person).await?;
    }
    Ok(())
}

fn as_json(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(|error| AppError::Internal(error.to_string()))
}

/// Those that are not certain first.
fn names_apart(candidates: &[Candidate]) -> Vec<NameApart> {
    let mut all: Vec<NameApart> = candidates
        .iter()
        .filter_map(|candidate| {
            let (typed, certain) = candidate.apart.as_ref()?;
            let person = &candidate.participant.person;
            let joined = |first: &str, second: Option<&String>| match second {
                Some(second) => format!("{first} {second}"),
                None => first.to_owned(),
            };
            Some(NameApart {
                row: candidate.row,
                typed: typed.clone(),
                names: joined(&person.first_name, person.second_name.as_ref()),
                surnames: joined(&person.first_surname, person.second_surname.as_ref()),
                certain: *certain,
            })
        })
        .collect();
    all.sort_by_key(|name| name.certain);
    all.truncate(NAMES_SHOWN);
    all
}
