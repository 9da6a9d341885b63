//! Who asked for no more letters about something.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;

id! {
    /// The id of a row of `mail_opt_out`.
    MailOptOutId
}

/// What letters are about that nobody need receive. All others tell what somebody has to know.
#[stored]
#[words("notices.topic_")]
pub enum MailTopic {
    Surveys,
    Reminders,
    Calls,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_opt_out")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: MailOptOutId,
    /// Personal: contact. In small letters.
    pub email: String,
    pub topic: MailTopic,
    pub asked_at: DateTimeUtc,
}

relations! {}
