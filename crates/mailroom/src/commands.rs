//! The one thing an administrator does to the outbox.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};

use notices_model::entity::outbox_message::{Entity, State};
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::work::Work;

use super::policy::Retry;

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
