//! A request that may be sent again, by whom and with which key, and what was answered.

use sea_orm::entity::prelude::*;

use crate::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotent_request")]
pub struct Model {
    /// Personal: who sent it (`account.id`).
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of what was sent.
    pub body_digest: String,
    /// A random word that names the request which holds the key now.
    pub holder: String,
    pub reserved_at: DateTimeUtc,
    pub answered_at: Option<DateTimeUtc>,
    pub status: Option<i32>,
    /// Byte by byte.
    /// Personal: possibly.
    pub answer: Option<String>,
}

relations! {}
