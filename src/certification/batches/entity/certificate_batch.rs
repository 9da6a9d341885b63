//! Certificates of a cohort that were asked for at once.

use sea_orm::entity::prelude::*;

use crate::cohorts::entity::cohort::CohortId;
use crate::platform::ids::id;
use crate::sign_in::entity::account::AccountId;

id! {
    /// Of a row of `certificate_batch`.
    BatchId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_batch")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: BatchId,
    pub cohort_id: CohortId,
    /// Personal: who asked for them.
    pub asked_by: Option<AccountId>,
    /// The number of the request, which history keeps beside each certificate.
    pub request: Option<String>,
    /// Personal: who signs, as the permit said.
    pub signer_name: String,
    pub signer_position: String,
    /// How many people.
    pub people: i32,
    pub asked_at: DateTimeUtc,
    /// When nobody waited any more.
    pub finished_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "crate::cohorts::entity::cohort::Entity",
        from = "Column::CohortId",
        to = "crate::cohorts::entity::cohort::Column::Id"
    )]
    Cohort,
    #[sea_orm(
        belongs_to = "crate::sign_in::entity::account::Entity",
        from = "Column::AskedBy",
        to = "crate::sign_in::entity::account::Column::Id"
    )]
    AskedBy,
}

impl Related<crate::cohorts::entity::cohort::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Cohort.def()
    }
}

impl Related<crate::sign_in::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::AskedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
