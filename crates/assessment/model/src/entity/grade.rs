//! The grade that counts, kept in the transaction that writes an entry. No row: not graded.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;

use super::activity::ActivityId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grade")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub activity_id: ActivityId,
    /// Personal: whose grade.
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// Tenths, 0 to 50 (37 is 3,7).
    /// Personal: grade.
    pub tenths: i32,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::activity::Entity",
        from = "Column::ActivityId",
        to = "super::activity::Column::Id"
    )]
    Activity,
    #[sea_orm(
        belongs_to = "enrolment_model::entity::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "enrolment_model::entity::enrolment::Column::Id"
    )]
    Enrolment,
}

impl Related<super::activity::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Activity.def()
    }
}

impl Related<enrolment_model::entity::enrolment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Enrolment.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
