//! A survey that a cohort answers: by which version, from when until when.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;

use super::survey_version::{Kind, VersionId};

id! {
    /// The id of a row of `survey_round`.
    RoundId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_round")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RoundId,
    pub cohort_id: CohortId,
    /// Never `Supervisor`: supervisors are asked within the follow-up of the person.
    pub kind: Kind,
    pub version_id: VersionId,
    /// The version that the supervisors of a follow-up answer; `None` for a satisfaction survey.
    pub supervisor_version_id: Option<VersionId>,
    pub opened_at: DateTimeUtc,
    pub closes_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "cohorts_model::entity::cohort::Entity",
        from = "Column::CohortId",
        to = "cohorts_model::entity::cohort::Column::Id"
    )]
    Cohort,
    #[sea_orm(
        belongs_to = "super::survey_version::Entity",
        from = "Column::VersionId",
        to = "super::survey_version::Column::Id"
    )]
    Version,
}

impl Related<super::survey_version::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Version.def()
    }
}

impl Related<cohorts_model::entity::cohort::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cohort.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
