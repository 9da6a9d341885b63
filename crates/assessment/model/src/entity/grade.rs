//! The grade that counts, kept in the transaction that writes an entry. No row: not graded.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::relations::relations;

use super::activity::ActivityId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grade")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub activity_id: ActivityId,
    /// Personal: whose grade.
    #[sea_orm(primary_key, auto_increment = false)]
    pub enrolment_id: EnrolmentId,
    /// Tenths of the cohort's scale: 37 is 3,7 of 5 or of 100.
    /// Personal: grade.
    pub tenths: i32,
    pub updated_at: DateTimeUtc,
}

relations! {
    Activity: ActivityId => super::activity(Id),
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
}
