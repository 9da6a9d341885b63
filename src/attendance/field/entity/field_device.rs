//! A browser that keeps lists of one account. Its token is only in that browser.

use sea_orm::entity::prelude::*;

use crate::attendance::entity::attendance_mark::DeviceId;
use crate::sign_in::entity::account::AccountId;

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
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::sign_in::entity::account::Entity",
        from = "Column::AccountId",
        to = "crate::sign_in::entity::account::Column::Id"
    )]
    Account,
}

impl Related<crate::sign_in::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Account.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
