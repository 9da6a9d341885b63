//! Who may answer an anonymous round, and whether they took their ballot: yes or no, and never when.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::relations::relations;

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

relations! {
    ;
    Round: RoundId => super::survey_round(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
}
