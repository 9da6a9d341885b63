//! One time that a session's check-in was open. Opening it again is another row, with another secret.

use std::fmt;

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use platform::ids::id;
use platform::secrets::{self, NoRandomness};
use sign_in_model::entity::account::AccountId;

use crate::entity::attendance_mark::DeviceId;

id! {
    /// Of a row of `session_code`.
    CodeId
}

/// 256 random bits, as the column keeps them. It has no `Display`, says nothing of itself in a log,
/// and no page can hold it. What is made from it is among the rules.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct Secret(String);

impl Secret {
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

impl fmt::Debug for Secret {
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
    /// What the codes are made from; it leaves the server in no page, mail or log, and is forgotten
    /// a day after.
    pub secret: Option<Secret>,
    /// What the digests of its arrivals are made with: those of two sessions say nothing of one
    /// another.
    pub salt: Option<Secret>,
    pub opened_at: DateTimeUtc,
    /// Personal: who opened it.
    pub opened_by: AccountId,
    /// By somebody's hand, or with the session. Open until then, and never longer than the session.
    pub closed_at: Option<DateTimeUtc>,
    pub device_id: Option<DeviceId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "cohorts_model::entity::session::Entity",
        from = "Column::SessionId",
        to = "cohorts_model::entity::session::Column::Id"
    )]
    Session,
}

impl Related<cohorts_model::entity::session::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Session.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
