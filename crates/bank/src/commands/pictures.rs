//! A picture for the texts of a question.

use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use platform::app::App;
use platform::errors::refuse;
use sign_in_model::evidence::{self, Evidence};
use sign_in_model::work::Work;

use super::{BankResult, locked};
use crate::entity::question::State;
use crate::entity::question_picture::{self, Column};
use crate::policy::Change;
use crate::rules::{BankRefusal, MOST_PICTURES};

/// Remakes and keeps a picture; answers its number, by which the texts name it.
///
/// # Errors
/// Refused when it is none, or the question has enough.
pub async fn add_picture(app: &App, permit: Change, bytes: Vec<u8>) -> BankResult<i32> {
    // Asked before the picture is remade, which is work; and again with the row that names it.
    let work = Work::begin(app, permit.by()).await?;
    next_number(&work, &permit).await?;
    drop(work);
    let evidence = match evidence::receive(app, permit.by(), bytes, evidence::OF_STAFF).await? {
        Ok(evidence) => evidence,
        Err(refusal) => return refuse(BankRefusal::File(refusal)),
    };
    let written = if evidence.is_picture() {
        write(app, &permit, &evidence).await
    } else {
        refuse(BankRefusal::NotAPicture)
    };
    if written.is_err() {
        evidence.forget(app).await;
    }
    written
}

/// Locks the question and answers the number of its next picture, or why it takes none.
async fn next_number(work: &Work<'_>, permit: &Change) -> BankResult<i32> {
    let (tx, id) = (&work.tx, *permit.question());
    let (question, _) = locked(tx, id).await?;
    if question.state == State::Retired {
        return refuse(BankRefusal::Retired);
    }
    // None is ever taken away: how many there are is the last number.
    let known =
        question_picture::Entity::find().filter(Column::QuestionId.eq(id)).count(tx).await?;
    if known >= MOST_PICTURES as u64 {
        return refuse(BankRefusal::TooManyPictures);
    }
    Ok(i32::try_from(known).unwrap_or(i32::MAX).saturating_add(1))
}

async fn write(app: &App, permit: &Change, evidence: &Evidence) -> BankResult<i32> {
    let id = *permit.question();
    let work = Work::begin(app, permit.by()).await?;
    let number = next_number(&work, permit).await?;
    let (tx, now, author) = (&work.tx, work.now, work.account()?);
    let row = question_picture::ActiveModel {
        question_id: Set(id),
        number: Set(number),
        file_id: Set(evidence.name(tx, author, now).await?),
        received_sha256: Set(evidence.received.clone()),
        added_at: Set(now),
        author_account_id: Set(author),
        ..Default::default()
    };
    question_picture::Entity::insert(row).exec_without_returning(tx).await?;
    let detail = json!({ "picture": number, "sha256": evidence.sha256() });
    work.record("assessment.add_picture", ("question", id.0), detail).await?;
    work.commit().await?;
    Ok(number)
}
