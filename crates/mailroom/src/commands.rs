//! The one thing an administrator does to the outbox, and what the reader of a letter chooses.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set,
};

use notices_model::entity::mail_opt_out;
use notices_model::entity::outbox_message::{Entity, State};
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::work::Work;

use super::policy::Retry;
use super::queries::{TopicChoice, choice_of};

/// Why a message stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("mailroom.")]
pub enum MailroomRefusal {
    #[error("only a message that was given up is sent again by hand")]
    NotFailed,
    #[error("its text, which held a one-time link, is gone")]
    Secret,
}

/// Puts a failed message back in the queue with all its attempts.
pub async fn retry(app: &App, permit: Retry) -> Result<(), Failure<MailroomRefusal>> {
    let work = Work::begin(app, permit.by()).await?;
    let message = Entity::find_by_id(*permit.message())
        .lock_exclusive()
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if message.state != State::Failed {
        return refuse(MailroomRefusal::NotFailed);
    }
    if message.is_secret {
        return refuse(MailroomRefusal::Secret);
    }
    let id = message.id;
    let mut message = message.into_active_model();
    message.state = Set(State::Queued);
    message.attempts = Set(0);
    message.not_before = Set(work.now);
    message.update(&work.tx).await?;
    work.record("mailroom.retry", ("outbox_message", id.0), json!({})).await?;
    Ok(work.commit().await?)
}

/// Writes down that the reader of the letter with a code wants no more letters about its topic, or takes
/// that back. Whoever holds the code may: mail programs ask so by themselves, without a session (RFC 8058).
/// The same choice again changes nothing; `None`: no letter has the code.
///
/// # Errors
/// The database's.
pub async fn choose(app: &App, code: &str, is_out: bool) -> Result<Option<TopicChoice>, AppError> {
    // A stranger who guesses takes no turn of those that write.
    if choice_of(app.db.read(), code).await?.is_none() {
        return Ok(None);
    }
    let work = Work::of_product(app).await?;
    let Some(choice) = choice_of(&work.tx, code).await? else { return Ok(None) };
    if choice.is_out == is_out {
        return Ok(Some(choice));
    }
    let email = choice.email.to_lowercase();
    if is_out {
        let row = mail_opt_out::ActiveModel {
            email: Set(email),
            topic: Set(choice.topic),
            asked_at: Set(work.now),
            ..Default::default()
        };
        mail_opt_out::Entity::insert(row)
            .on_conflict_do_nothing_on([mail_opt_out::Column::Email, mail_opt_out::Column::Topic])
            .exec_without_returning(&work.tx)
            .await?;
    } else {
        mail_opt_out::Entity::delete_many()
            .filter(mail_opt_out::Column::Email.eq(email))
            .filter(mail_opt_out::Column::Topic.eq(choice.topic))
            .exec(&work.tx)
            .await?;
    }
    let action = if is_out { "mailroom.opt_out" } else { "mailroom.opt_in" };
    let detail = json!({ "topic": choice.topic.code() });
    work.record(action, ("outbox_message", choice.letter.0), detail).await?;
    work.commit().await?;
    Ok(Some(TopicChoice { is_out, ..choice }))
}
