//! The bytes of a file while its import is not over; then they are forgotten.

use sea_orm::entity::prelude::*;

use super::import::ImportId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_import_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub import_id: ImportId,
    /// Personal: name, identity document, contact, working life.
    pub bytes: Vec<u8>,
}

relations! {}
