//! Mail, written in the transaction that causes it and sent afterwards.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

use super::mail_opt_out::MailTopic;

id! {
    /// The id of a row of `outbox_message`.
    MessageId
}

/// Where a message is.
#[stored]
#[words("mailroom.state_")]
pub enum State {
    Queued,
    Sent,
    /// Given up after the last attempt.
    Failed,
    /// Its reader had asked for no more letters about this topic.
    Declined,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox_message")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MessageId,
    /// Template, such as `enrolment/confirmed`.
    pub kind: String,
    /// The same cause never writes twice.
    #[sea_orm(unique)]
    pub dedupe_key: String,
    /// Personal: recipient.
    pub account_id: Option<i64>,
    /// Personal: recipient.
    pub person_id: Option<i64>,
    /// Personal: contact.
    pub recipient_email: String,
    /// Personal: name.
    pub recipient_name: String,
    pub subject: String,
    /// Personal: possibly.
    pub text_body: String,
    /// Personal: possibly.
    pub html_body: String,
    /// Calendar files (RFC 5545) of letters about sessions, which name nobody yet.
    pub calendar: Option<String>,
    /// `cohort.id` of the cohort that it is about, where it is about one.
    pub cohort_id: Option<i64>,
    /// What it is about, where its reader may ask for no more of it.
    pub topic: Option<MailTopic>,
    /// Of the address at which they ask, in small letters.
    #[sea_orm(unique)]
    pub opt_out_code: Option<String>,
    /// Where answers go, if somebody of the unit that signs reads them.
    pub reply_to: Option<String>,
    /// Carries a one-time link: the bodies are wiped once it is sent or given up.
    pub is_secret: bool,
    /// The Message-ID header: a repeated delivery is recognised.
    #[sea_orm(unique)]
    pub message_id: String,
    pub state: State,
    /// Deliveries tried so far.
    pub attempts: i32,
    /// Not sent earlier: reminders and retries.
    pub not_before: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub sent_at: Option<DateTimeUtc>,
    /// A code of [`super::super::rules::Trouble`], never the server's words.
    pub last_error: Option<String>,
}

relations! {}
