//! Scans of signed sheets, each a photo or a PDF. A withdrawn scan stays, with the reason.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use platform::entity::stored_file::FileId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::sheet::SheetId;

id! {
    /// Identifies a row of `sheet_scan`.
    ScanId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_scan")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ScanId,
    pub session_id: SessionId,
    /// The print that it shows; `None` means that no print was named.
    pub sheet_id: Option<SheetId>,
    pub file_id: FileId,
    /// Digest of the bytes as they were sent; the stored file, which was remade, has a digest of its own.
    pub received_sha256: String,
    pub pages: i32,
    pub attached_at: DateTimeUtc,
    /// Personal: who attached it.
    pub attached_by: AccountId,
    pub withdrawn_at: Option<DateTimeUtc>,
    /// Personal: who withdrew it.
    pub withdrawn_by: Option<AccountId>,
    /// Personal: possibly.
    pub withdrawn_reason: Option<String>,
}

relations! {
    File: FileId => platform::entity::stored_file(Id),
    ;
    Account: AttachedBy => sign_in_model::entity::account(Id),
}
