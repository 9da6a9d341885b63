//! Each time that a session's check-in was opened. Opening it again adds a row with another secret.

use std::fmt;

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use platform::ids::id;
use platform::relations::relations;
use platform::secrets::{self, NoRandomness};
use sign_in_model::entity::account::AccountId;

use crate::entity::attendance_mark::DeviceId;

id! {
    /// Identifies a row of `session_code`.
    CodeId
}

/// 256 random bits, as the column keeps them. It has no `Display`, says nothing of itself in a log,
/// and no page can hold it. What is made from it is among the rules.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct CodeSecret(String);

impl CodeSecret {
    /// # Errors
    /// The system gave no random bytes.
    pub fn new() -> Result<Self, NoRandomness> {
        secrets::token().map(Self)
    }

    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(crate) fn key(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session_code")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: CodeId,
    pub session_id: SessionId,
    /// The codes are made from it. No page, mail or log holds it, and it is deleted two days after
    /// the opening.
    pub secret: Option<CodeSecret>,
    /// Keys the digests of the check-ins, so that those of two sessions cannot be compared.
    pub salt: Option<CodeSecret>,
    pub opened_at: DateTimeUtc,
    /// Personal: who opened it.
    pub opened_by: AccountId,
    /// When a person closed it or the session was closed. Check-in never stays open beyond the
    /// session's end.
    pub closed_at: Option<DateTimeUtc>,
    pub device_id: Option<DeviceId>,
}

relations! {
    Session: SessionId => cohorts_model::entity::session(Id),
}
