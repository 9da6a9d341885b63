//! Once that the grades of a closed cohort were opened again. Nothing of it is overwritten but its
//! end, once.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;
use sign_in_model::entity::account::AccountId;

id! {
    /// Of a row of `grade_reopening`.
    GradeReopeningId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grade_reopening")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: GradeReopeningId,
    pub cohort_id: CohortId,
    /// Why.
    pub reason: String,
    pub opened_at: DateTimeUtc,
    /// Personal: who opened it.
    pub opened_by: AccountId,
    /// From here on it is closed, whether anybody says so or not.
    pub ends_at: DateTimeUtc,
    /// Closed by hand before that, or found over when the next one was opened.
    pub closed_at: Option<DateTimeUtc>,
    /// Personal: who closed it by hand.
    pub closed_by: Option<AccountId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::OpenedBy",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    Opener,
    #[sea_orm(
        belongs_to = "cohorts_model::entity::cohort::Entity",
        from = "Column::CohortId",
        to = "cohorts_model::entity::cohort::Column::Id"
    )]
    Cohort,
}

impl ActiveModelBehavior for ActiveModel {}
