//! Who may answer an anonymous round, and whether they took their ballot: yes or no, and never when.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;

use super::survey_round::RoundId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: RoundId,
    /// Personal: who may answer.
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// Personal: whether they took part.
    pub is_used: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::survey_round::Entity",
        from = "Column::RoundId",
        to = "super::survey_round::Column::Id"
    )]
    Round,
    #[sea_orm(
        belongs_to = "enrolment_model::entity::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "enrolment_model::entity::enrolment::Column::Id"
    )]
    Enrolment,
}

impl ActiveModelBehavior for ActiveModel {}
