//! Why a message was not sent.

use platform::texts::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("announcements.message_")]
pub enum MessageRefusal {
    #[error("nobody knows of the cohort yet")]
    NotPublic,
    #[error("nobody of them has a mail")]
    Nobody,
}
