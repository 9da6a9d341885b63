//! The enrolment on each row of a print.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::relations::relations;

use super::sheet::SheetId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sheet_id: SheetId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    /// Personal: who is on the list.
    pub enrolment_id: EnrolmentId,
}

relations! {
    ;
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
}
