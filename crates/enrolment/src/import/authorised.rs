//! Whether somebody said before that the people of a file authorised: of the same people, in a corrected file or
//! under other columns, nobody is asked twice (R71, R86). It is told by the files that are kept, and by no list
//! of their people.

use sea_orm::ConnectionTrait;

use cohorts_model::entity::cohort::CohortId;
use platform::blocking;
use platform::dates::short_with_time;
use platform::errors::AppError;
use platform::numbers::some;
use platform::texts::say;
use sign_in_model::entity::account::AccountId;

use super::entity::import::ImportId;
use super::file::persons;
use super::queries;
use super::reading::{Answers, Authorisation, ImportChoice, RowPerson, newcomers};

/// Earlier files that are read again for one answer.
const LOOKED_AT: usize = 3;

/// A file, and how it is to be read.
pub struct AskedFile {
    /// `None` before it is kept.
    pub id: Option<ImportId>,
    pub bytes: Vec<u8>,
    pub choice: ImportChoice,
}

/// What was said of the people of an earlier file, and how many of this one were not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EarlierWord {
    pub said: Authorisation,
    pub newcomers: usize,
}

impl EarlierWord {
    /// What was said, where it is said of everybody.
    pub fn of_all(self) -> Option<Authorisation> {
        (self.newcomers == 0).then_some(self.said)
    }

    /// Of whom it was said, or how many it was not said of.
    pub fn told(self) -> String {
        match self.of_all() {
            Some(said) => told_of_all(said),
            None => say(
                "enrolment.import_newcomers",
                &[
                    ("people", some(self.newcomers, "persona", "personas")),
                    ("at", short_with_time(self.said.at)),
                ],
            ),
        }
    }
}

/// When it was said of everybody.
pub fn told_of_all(said: Authorisation) -> String {
    say("enrolment.import_authorised", &[("at", short_with_time(said.at))])
}

/// Looks among the files of the cohort that the account answered for: of several, the one that fewest people of
/// this file were missing from. `None` without any, or where this file cannot be read.
pub async fn earlier_word(
    db: &impl ConnectionTrait,
    (cohort, account): (CohortId, AccountId),
    file: AskedFile,
) -> Result<Option<EarlierWord>, AppError> {
    let earlier = queries::authorised(db, cohort, account).await?;
    if earlier.is_empty() {
        return Ok(None);
    }
    let answers = match file.id {
        Some(id) => queries::answers(db, id).await?,
        None => Answers::default(),
    };
    let Some(now) = read(file.bytes, file.choice, answers).await? else { return Ok(None) };
    let mut closest: Option<EarlierWord> = None;
    for (id, choice, said) in earlier.into_iter().take(LOOKED_AT) {
        let answers = queries::answers(db, id).await?;
        let bytes = match queries::bytes(db, id).await {
            Ok(bytes) => bytes,
            // It was imported or discarded meanwhile.
            Err(AppError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let Some(then) = read(bytes, choice, answers).await? else { continue };
        let word = EarlierWord { said, newcomers: newcomers(&then, &now) };
        if closest.is_none_or(|known| word.newcomers < known.newcomers) {
            closest = Some(word);
        }
        if word.newcomers == 0 {
            break;
        }
    }
    Ok(closest)
}

async fn read(
    bytes: Vec<u8>,
    choice: ImportChoice,
    answers: Answers,
) -> Result<Option<Vec<RowPerson>>, AppError> {
    blocking::run(move || persons(&bytes, &choice, &answers).ok()).await
}
