//! Changing the bank: one verb, one function, one transaction, the question's row locked first, so
//! that two people who correct at once make one version after the other.

mod import;
mod pictures;
mod publish;
mod standing;
mod write;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::Value;

use history_model::commands::{Event, record};
use platform::errors::{AppError, Failure};
use platform::{markdown, search, secrets};
use sign_in_model::actor::{AccountId, Author};

use super::entity::question::{self, QuestionId};
use super::entity::question_version::{self, QuestionVersionId};
use super::rules::BankRefusal;

pub use import::{QuestionFileCheck, QuestionUpload, import, look, upload};
pub use pictures::add_picture;
pub use publish::{publish, restore, retire};
pub use write::{
    NewQuestion, QuestionChange, QuestionPlacement, QuestionSaveOutcome, create, save,
};

pub(super) type BankResult<T> = Result<T, Failure<BankRefusal>>;

/// Identifies the version that a form was made from: its id and the beginning of its body's digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionTag(String);

impl VersionTag {
    pub fn of(version: QuestionVersionId, body: &str) -> Self {
        let digest: String = secrets::digest(body).chars().take(16).collect();
        Self(format!("{version}-{digest}"))
    }

    /// As a form sent it.
    pub fn typed(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// For a form's hidden field.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn must_be(&self, version: &question_version::Model) -> Result<(), BankRefusal> {
        if *self == Self::of(version.id, &version.body) {
            Ok(())
        } else {
            Err(BankRefusal::ChangedMeanwhile)
        }
    }
}

/// The question and its last version, its row locked.
async fn locked(
    tx: &DatabaseTransaction,
    id: QuestionId,
) -> Result<(question::Model, question_version::Model), AppError> {
    let question = question::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    let question = question.ok_or(AppError::NotFound)?;
    let last = question_version::Entity::find()
        .filter(question_version::Column::QuestionId.eq(id))
        .order_by_desc(question_version::Column::Number)
        .one(tx)
        .await?;
    let last = last.ok_or_else(|| AppError::Internal(format!("question {id} has no version")))?;
    Ok((question, last))
}

fn author(by: &Author) -> Result<AccountId, AppError> {
    by.account.ok_or_else(|| AppError::Internal("a question needs an author".into()))
}

/// What a search looks through: the code and the beginning of the text.
fn search_text(code: &str, question: &questions::Question) -> String {
    search::fold(&format!("{code} {}", markdown::plain(question.text().as_str(), 2_000)))
}

fn body_of(question: &questions::Question) -> Result<String, AppError> {
    serde_json::to_string(question).map_err(|error| AppError::Internal(error.to_string()))
}

async fn tell(
    tx: &impl ConnectionTrait,
    by: &Author,
    at: DateTime<Utc>,
    action: &'static str,
    question: QuestionId,
    detail: Value,
) -> Result<(), DbErr> {
    let event = Event { cohort_id: None, detail, ..by.event(at, action, ("question", question.0)) };
    record(tx, event).await
}
