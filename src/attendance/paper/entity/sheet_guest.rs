//! Somebody who signed below the list and is not on it, until it is known who it is.

use sea_orm::entity::prelude::*;

use super::sheet::SheetId;
use crate::enrolment::entity::enrolment::EnrolmentId;
use crate::platform::ids::id;
use crate::sign_in::entity::account::AccountId;

id! {
    /// Of a row of `sheet_guest`.
    GuestId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_guest")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GuestId,
    pub sheet_id: SheetId,
    /// The row where they signed.
    pub number: i32,
    /// As it was read from the paper.
    /// Personal: name.
    pub name: String,
    pub entered_at: DateTimeUtc,
    /// Personal: who read the paper.
    pub entered_by: AccountId,
    /// Whose place it turned out to be.
    /// Personal: who it is.
    pub enrolment_id: Option<EnrolmentId>,
    pub settled_at: Option<DateTimeUtc>,
    /// Personal: who settled it.
    pub settled_by: Option<AccountId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::sheet::Entity",
        from = "Column::SheetId",
        to = "super::sheet::Column::Id"
    )]
    Sheet,
}

impl ActiveModelBehavior for ActiveModel {}
