//! The one thing an administrator does to the outbox.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};

use history_model::commands::record;
use notices_model::entity::outbox_message::{Entity, State};
use platform::app::App;
use platform::errors::{AppError, Failure};
use platform::texts::Refusal;

use super::policy::Retry;

/// Why a message stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailroomRefusal {
    #[error("only a message that was given up is sent again by hand")]
    NotFailed,
    #[error("its text, which held a one-time link, is gone")]
    Secret,
}

impl Refusal for MailroomRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NotFailed => "mailroom.not_failed",
            Self::Secret => "mailroom.secret",
        }
    }
}

/// Puts a failed message back in the queue with all its attempts.
pub async fn retry(app: &App, permit: Retry) -> Result<(), Failure<MailroomRefusal>> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let message = Entity::find_by_id(*permit.message())
        .lock_exclusive()
        .one(&tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if message.state != State::Failed {
        return Err(Failure::Refused(MailroomRefusal::NotFailed));
    }
    if message.is_secret {
        return Err(Failure::Refused(MailroomRefusal::Secret));
    }
    let id = message.id;
    let mut message = message.into_active_model();
    message.state = Set(State::Queued);
    message.attempts = Set(0);
    message.not_before = Set(now);
    message.update(&tx).await?;
    let by = permit.by();
    let event = by.event(now, "mailroom.retry", ("outbox_message", id.0));
    record(&tx, event).await?;
    tx.commit().await?;
    Ok(())
}
