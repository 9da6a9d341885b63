//! The municipalities that a cohort is for.

use sea_orm::entity::prelude::*;

use super::cohort::CohortId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cohort_municipality")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub cohort_id: CohortId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub municipality_code: String,
}

relations! {
    Cohort: CohortId => super::cohort(Id),
    Municipality: MunicipalityCode => territory_model::entity::municipality(Code),
}
