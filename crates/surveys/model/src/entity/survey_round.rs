//! A survey that a cohort answers: by which version, from when until when.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::cohort::CohortId;
use platform::ids::id;
use platform::relations::relations;

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

relations! {
    Cohort: CohortId => cohorts_model::entity::cohort(Id),
    Version: VersionId => super::survey_version(Id),
}
