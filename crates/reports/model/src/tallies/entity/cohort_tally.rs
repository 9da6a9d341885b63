//! A closed cohort: its sessions, which no longer change.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort_tally")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cohort_id: CohortId,
    pub sessions_held: i64,
    /// Held or not, without the cancelled ones.
    pub sessions_planned: i64,
    pub minutes_held: i64,
    /// Beginning of the first of all its sessions, cancelled ones too.
    pub first_at: Option<DateTimeUtc>,
    pub last_at: Option<DateTimeUtc>,
    /// Somebody was counted for another municipality during it: such a cohort is counted session by
    /// session.
    pub is_moved: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "cohorts_model::entity::cohort::Entity",
        from = "Column::CohortId",
        to = "cohorts_model::entity::cohort::Column::Id"
    )]
    Cohort,
}

impl Related<cohorts_model::entity::cohort::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cohort.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
