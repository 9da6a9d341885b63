//! The enrolment on each row of a print.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;

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

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::sheet::Entity",
        from = "Column::SheetId",
        to = "super::sheet::Column::Id"
    )]
    Sheet,
    #[sea_orm(
        belongs_to = "enrolment_model::entity::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "enrolment_model::entity::enrolment::Column::Id"
    )]
    Enrolment,
}

impl ActiveModelBehavior for ActiveModel {}
