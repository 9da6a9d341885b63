//! A browser that keeps lists of one account, whose token is only in that browser; or the screen of a
//! session's code, once somebody came by it of whom another mark says otherwise.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use sign_in_model::entity::account::AccountId;

use crate::entity::attendance_mark::DeviceId;

/// What kind of thing says something about people.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Telephone,
    /// The screen that shows a session's code. It keeps nothing and has no token.
    Screen,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "field_device")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: DeviceId,
    /// Personal: whose telephone.
    pub account_id: AccountId,
    /// What the browser says it is: «Chrome en Android».
    /// Personal: possibly.
    pub label: String,
    /// SHA-256 of the token, hexadecimal.
    #[sea_orm(unique)]
    pub token_digest: String,
    /// The web session it last came with: taking the telephone away ends that one too.
    pub session_digest: Option<String>,
    pub created_at: DateTimeUtc,
    /// Personal: activity.
    pub last_seen_at: DateTimeUtc,
    /// Its owner signed out there and emptied it.
    pub left_at: Option<DateTimeUtc>,
    /// Somebody took its right away: it is to be wiped when it is seen again.
    pub revoked_at: Option<DateTimeUtc>,
    /// Personal: who did it.
    pub revoked_by: Option<AccountId>,
    pub kind: Kind,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::AccountId",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    Account,
}

impl Related<sign_in_model::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
