//! Looks at every row of a file and says what would happen; changes nobody (R25).

use std::collections::BTreeSet;

use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde::{Deserialize, Serialize};

use super::shared::{bytes_of, claim, forget_issues, hold, number, write_issues};
use crate::cohorts::queries::municipalities;
use crate::enrolment::entity::enrolment::Stage;
use crate::enrolment::import::columns::Target;
use crate::enrolment::import::entity::import::{self, ImportId, State};
use crate::enrolment::import::file::read_apart;
use crate::enrolment::import::queries::Known;
use crate::enrolment::import::reading::{Candidate, Choice, Level, Problem, Reading};
use crate::people::commands::note_review;
use crate::people::entity::person::PersonId;
use crate::people::rules::PersonRefusal;
use crate::platform::app::App;
use crate::platform::errors::AppError;
use crate::platform::texts::Refusal;
use crate::sign_in::actor::By;

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

/// What would happen to the people of a file.
#[derive(Default)]
struct Outlook {
    new_people: usize,
    known_people: usize,
    already_enrolled: usize,
    withdrawn: usize,
    /// Whose document came with another name.
    strangers: Vec<PersonId>,
}

/// Checks an import that waits for it; nothing happens when another worker has it.
pub async fn check(app: &App, id: ImportId) -> Result<(), AppError> {
    if !claim(app, id, State::Checking).await? {
        return Ok(());
    }
    let db = app.db.read();
    let (import, choice) = ordered(app, id).await?;
    let places = municipalities(db, import.cohort_id).await?;
    let bytes = bytes_of(db, id).await?;
    let read = read_apart(bytes, choice.clone(), places.clone(), app.demo).await?;
    // The same bytes were read when they came.
    let mut reading = read.map_err(|refusal| AppError::Internal(refusal.to_string()))?;
    let known = Known::of(db, import.cohort_id, &places, &reading.candidates).await?;
    let outlook = look(&choice, &mut reading, &known);
    let fresh: BTreeSet<i64> = outlook
        .strangers
        .iter()
        .filter(|person| !known.is_reviewed(**person))
        .map(|person| person.0)
        .collect();
    keep(app, id, &reading, &outlook).await?;
    let by = By { account: Some(import.account_id), request: None };
    for person in fresh {
        note_review(app, &by, PersonId(person)).await?;
    }
    Ok(())
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

/// Sorts the people of a file by what is known of them.
fn look(choice: &Choice, reading: &mut Reading, known: &Known) -> Outlook {
    let mut outlook = Outlook::default();
    for candidate in &reading.candidates {
        let Some(person) = known.person(candidate) else {
            outlook.new_people += 1;
            continue;
        };
        if !known.agrees(candidate) {
            outlook.strangers.push(person.id);
            reading.problems.push(another_name(choice, candidate, person.id));
            continue;
        }
        match known.stage(person.id) {
            None => outlook.known_people += 1,
            Some(Stage::Confirmed | Stage::Waiting | Stage::Offered) => {
                outlook.already_enrolled += 1
            }
            Some(Stage::Withdrawn) => {
                outlook.withdrawn += 1;
                reading.problems.push(Problem {
                    row: candidate.row,
                    column: choice.columns.of(Target::Document),
                    level: Level::Warning,
                    what: "La persona se retiró de esta cohorte.".to_owned(),
                    mend:
                        "No se inscribe de nuevo: si vuelve, agréguela desde la lista de inscritos."
                            .to_owned(),
                });
            }
        }
    }
    outlook
}

fn another_name(choice: &Choice, candidate: &Candidate, person: PersonId) -> Problem {
    Problem {
        row: candidate.row,
        column: choice.columns.of(Target::Document),
        level: Level::Error,
        what: PersonRefusal::DocumentOfAnother { person }.sentence(),
        mend: "Compruebe el documento y el nombre. Si el archivo tiene razón, la coordinación lo resuelve en Personas, «por revisar»."
            .to_owned(),
    }
}

async fn keep(
    app: &App,
    id: ImportId,
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
    let names = names_apart(&reading.candidates);
    let tx = app.db.begin().await?;
    let import = hold(&tx, id).await?;
    if import.state != State::Checking {
        return Ok(());
    }
    forget_issues(&tx, id).await?;
    write_issues(&tx, id, &reading.problems).await?;
    let mut row = import.into_active_model();
    row.state = Set(State::Checked);
    row.rows = Set(number(reading.rows));
    row.new_people = Set(number(outlook.new_people));
    row.known_people = Set(number(outlook.known_people));
    row.already_enrolled = Set(number(outlook.already_enrolled));
    row.withdrawn = Set(number(outlook.withdrawn));
    row.skipped = Set(number(reading.nobodys + reading.repeated));
    row.with_errors = Set(number(wrong.len()));
    row.warnings = Set(number(warnings));
    row.names_apart =
        Set(Some(serde_json::to_string(&names).map_err(|e| AppError::Internal(e.to_string()))?));
    row.checked_at = Set(Some(app.clock.now()));
    row.claimed_at = Set(None);
    row.update(&tx).await?;
    tx.commit().await?;
    Ok(())
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
