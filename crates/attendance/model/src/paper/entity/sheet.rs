//! One print of a session's attendance sheet.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// Identifies a row of `sheet`.
    SheetId
}

/// Whether the rows hold the names of the list or numbers alone.
#[stored]
#[words("attendance.sheet_kind_")]
pub enum Kind {
    Prefilled,
    Blank,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SheetId,
    pub session_id: SessionId,
    /// Eight letters and digits, printed on the paper.
    pub code: String,
    pub kind: Kind,
    /// Number of rows on the paper, including the spare ones.
    pub row_count: i32,
    pub printed_at: DateTimeUtc,
    /// Personal: who printed it.
    pub printed_by: AccountId,
}

relations! {
    Account: PrintedBy => sign_in_model::entity::account(Id),
}
