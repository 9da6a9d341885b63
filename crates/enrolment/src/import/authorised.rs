//! Whether somebody said before that the people of a file authorised: of the same people, in a corrected file or
//! under other columns, nobody is asked twice (R71, R86). It is told by the files that are kept, and by no list
//! of their people.

use std::collections::HashSet;

use sea_orm::ConnectionTrait;

use cohorts_model::entity::cohort::CohortId;
use platform::blocking;
use platform::dates::short_with_time;
use platform::errors::AppError;
use platform::numbers::some;
use platform::texts::say;
use sign_in_model::entity::account::AccountId;

use super::file::persons;
use super::queries;
use super::reading::{Answers, Authorisation, EarlierWord, ImportChoice, RowPerson, newcomers};

/// Earlier files that are read again for one answer.
const LOOKED_AT: usize = 3;

/// A file, and how it is to be read.
pub struct AskedFile {
    pub bytes: Vec<u8>,
    pub choice: ImportChoice,
    pub answers: Answers,
}

/// Says of whom it was said, or how many it was not said of.
pub fn told(word: EarlierWord) -> String {
    match word.of_all() {
        Some(said) => told_of_all(said),
        None => say(
            "enrolment.import_newcomers",
            &[
                ("people", some(word.newcomers, "persona", "personas")),
                ("at", short_with_time(word.said.at)),
            ],
        ),
    }
}

/// When it was said of everybody.
pub fn told_of_all(said: Authorisation) -> String {
    say("enrolment.import_authorised", &[("at", short_with_time(said.at))])
}

/// Looks among the files of the cohort that the account answered for, the latest first, until everybody of this
/// one is found in them. `None` without any, or where this file cannot be read.
pub async fn earlier_word(
    db: &impl ConnectionTrait,
    (cohort, account): (CohortId, AccountId),
    file: AskedFile,
) -> Result<Option<EarlierWord>, AppError> {
    let earlier = queries::authorised(db, cohort, account).await?;
    if earlier.is_empty() {
        return Ok(None);
    }
    let Some(now) = read(file).await? else { return Ok(None) };
    let mut then: HashSet<RowPerson> = HashSet::new();
    let mut word: Option<EarlierWord> = None;
    for (id, choice, said) in earlier.into_iter().take(LOOKED_AT) {
        let bytes = match queries::bytes(db, id).await {
            Ok(bytes) => bytes,
            // It was imported or discarded meanwhile.
            Err(AppError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let answers = queries::answers(db, id).await?;
        let Some(people) = read(AskedFile { bytes, choice, answers }).await? else { continue };
        then.extend(people);
        let all: Vec<RowPerson> = then.iter().cloned().collect();
        let said = word.map_or(said, |word| word.said);
        let newcomers = newcomers(&all, &now);
        word = Some(EarlierWord { said, newcomers });
        if newcomers == 0 {
            break;
        }
    }
    Ok(word)
}

async fn read(file: AskedFile) -> Result<Option<Vec<RowPerson>>, AppError> {
    blocking::run(move || persons(&file.bytes, &file.choice, &file.answers).ok()).await
}
