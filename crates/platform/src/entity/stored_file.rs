//! A file that people brought: what it is and where its bytes are. The bytes stand in the folder or
//! service of `FILES_URL`; whose they are, the row that names this one says.

use sea_orm::entity::prelude::*;

use crate::ids::id;
use crate::relations::relations;

id! {
    /// The id of a row of `stored_file`.
    FileId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stored_file")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: FileId,
    /// Random; says nothing of whom the file is about.
    pub key: String,
    /// SHA-256 of the stored bytes, hexadecimal.
    pub sha256: String,
    pub bytes: i64,
    /// The media type; of a file that waits as it came, its name too.
    pub content_type: String,
    pub created_at: DateTimeUtc,
    /// Personal: who brought it (`account.id`).
    pub created_by: Option<i64>,
}

relations! {}
