//! The sender: takes one due message at a time and hands it to the mail server.
//!
//! Several senders may run, in one process or many. A message is claimed by a lease in a
//! transaction of its own, sent, and marked: between the server's «250» and the mark lies
//! the only moment in which a sender that dies makes somebody receive a letter twice, with
//! the same Message-ID. One message at a time keeps that moment to one message (P18).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lettre::AsyncTransport;
use lettre::message::Mailbox;
use rocket::tokio::time;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use platform::app::App;
use platform::errors::AppError;
use platform::workers::{Round, Worker};

use super::entity::outbox_message::{ActiveModel, Column, Entity, Model, State};
use super::mail::{self, Transport};
use super::queries::has_opted_out;
use super::rules::{self, RetryDecision, Trouble};

/// How long an idle sender sleeps.
const PAUSE: Duration = Duration::from_secs(2);
/// One delivery's whole time, well within the lease.
const DELIVERY: Duration = Duration::from_secs(120);
/// What stands in place of a secret that was delivered or given up.
const WIPED: &str =
    "Este mensaje llevaba un enlace de un solo uso. Su texto se borró al terminar el envío.";

/// Why mail cannot be sent at all; stops the start.
#[derive(Debug, thiserror::Error)]
#[error("SMTP_URL no se puede usar: revise el servidor, el puerto y las opciones (tls=required).")]
pub struct MailSettingsError;

/// Hands messages to one mail server.
pub struct Sender {
    app: App,
    smtp_url: String,
    /// The way to the server while nobody uses it. A delivery takes it out and puts it back
    /// when it came to an end: one that was cut off in the middle of a conversation must not
    /// leave its connection to the next, which would take old answers for its own.
    transport: Mutex<Option<Transport>>,
    from: Mailbox,
}

/// The worker of this process; none where no mail server is named, which is allowed in the
/// demo only: there messages stay queued.
pub fn worker(app: &App) -> Result<Option<Worker>, MailSettingsError> {
    let Some(smtp_url) = app.config.smtp_url.clone() else {
        return Ok(None);
    };
    let sender = Arc::new(Sender::new(app.clone(), &smtp_url)?);
    Ok(Some(Worker::new("mail", PAUSE, move || {
        let sender = Arc::clone(&sender);
        async move { sender.round().await }
    })))
}

impl Sender {
    pub fn new(app: App, smtp_url: &str) -> Result<Self, MailSettingsError> {
        Ok(Self {
            transport: Mutex::new(Some(mail::transport(smtp_url).map_err(|_| MailSettingsError)?)),
            smtp_url: smtp_url.to_owned(),
            from: app.config.mail_from.parse().map_err(|_| MailSettingsError)?,
            app,
        })
    }

    /// Sends the message that is due longest, if there is one.
    pub async fn round(&self) -> Result<Round, AppError> {
        let Some(message) = self.claim().await? else {
            return Ok(Round::Idle);
        };
        let outcome = match self.is_unwanted(&message).await? {
            true => Err(Trouble::Unwanted),
            false => self.deliver(&message).await,
        };
        match outcome {
            Ok(()) => tracing::info!(message = message.id.0, "mail sent"),
            Err(trouble) => {
                let (attempt, reason) = (message.attempts, trouble.code());
                tracing::warn!(message = message.id.0, attempt, reason, "mail not sent");
            }
        }
        self.settle(message, outcome).await?;
        Ok(match outcome {
            Err(trouble) if trouble.stops_the_round() => Round::Idle,
            _ => Round::More,
        })
    }

    /// Takes the lease of a due message. Rows that another sender is taking are skipped on
    /// PostgreSQL; on SQLite the write transaction is alone.
    async fn claim(&self) -> Result<Option<Model>, AppError> {
        let now = self.app.clock.now();
        let due = || {
            Entity::find()
                .filter(Column::State.eq(State::Queued))
                .filter(Column::NotBefore.lte(now))
                .order_by_asc(Column::NotBefore)
                .order_by_asc(Column::Id)
        };
        // Asked on a reader first, so that an idle sender never waits for the writer.
        let waiting = due()
            .select_only()
            .column(Column::Id)
            .into_tuple::<i64>()
            .one(self.app.db.read())
            .await?;
        if waiting.is_none() {
            return Ok(None);
        }
        let tx = self.app.db.begin().await?;
        let Some(found) =
            due().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).one(&tx).await?
        else {
            return Ok(None);
        };
        let attempts = found.attempts + 1;
        let mut claimed = found.into_active_model();
        claimed.attempts = Set(attempts);
        claimed.not_before = Set(now + rules::LEASE);
        let claimed = claimed.update(&tx).await?;
        tx.commit().await?;
        Ok(Some(claimed))
    }

    /// Asked just before it leaves: the reader may have asked since it was written.
    async fn is_unwanted(&self, message: &Model) -> Result<bool, AppError> {
        match message.topic {
            Some(topic) => {
                let db = self.app.db.read();
                Ok(has_opted_out(db, &message.recipient_email, topic).await?)
            }
            None => Ok(false),
        }
    }

    async fn deliver(&self, message: &Model) -> Result<(), Trouble> {
        let mail = mail::compose(message, &self.from, &self.app.config.public_url)?;
        let transport = match self.resting().take() {
            Some(transport) => transport,
            None => mail::transport(&self.smtp_url).map_err(|_| Trouble::Line)?,
        };
        let Ok(outcome) = time::timeout(DELIVERY, transport.send(mail)).await else {
            return Err(Trouble::Timeout);
        };
        *self.resting() = Some(transport);
        outcome.map(drop).map_err(|error| mail::trouble(&error))
    }

    fn resting(&self) -> MutexGuard<'_, Option<Transport>> {
        self.transport.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes what became of it. A delivery that cannot be written down would be repeated,
    /// so a database that stumbles is asked again.
    async fn settle(&self, message: Model, outcome: Result<(), Trouble>) -> Result<(), AppError> {
        let now = self.app.clock.now();
        let mut change = <ActiveModel as Default>::default();
        match outcome {
            Ok(()) => {
                change.state = Set(State::Sent);
                change.sent_at = Set(Some(now));
                change.last_error = Set(None);
            }
            Err(trouble) => {
                change.last_error = Set(Some(trouble.code()));
                match rules::after(message.attempts, trouble, now) {
                    RetryDecision::RetryAt(at) => change.not_before = Set(at),
                    RetryDecision::GiveUp if trouble == Trouble::Unwanted => {
                        change.state = Set(State::Declined);
                    }
                    RetryDecision::GiveUp => change.state = Set(State::Failed),
                }
            }
        }
        if message.is_secret && change.state.is_set() {
            change.text_body = Set(WIPED.to_owned());
            change.html_body = Set(format!("<p>{WIPED}</p>"));
        }
        let mut tries = 0;
        loop {
            // Whoever claimed it since then writes its own end.
            let written = Entity::update_many()
                .set(change.clone())
                .filter(Column::Id.eq(message.id))
                .filter(Column::State.eq(State::Queued))
                .filter(Column::Attempts.eq(message.attempts))
                .exec(self.app.db.writer())
                .await;
            tries += 1;
            match written {
                Ok(_) => return Ok(()),
                Err(error) if tries == 3 => return Err(error.into()),
                Err(_) => time::sleep(Duration::from_secs(1)).await,
            }
        }
    }
}
