//! The municipality that an enrolment was counted for until a coordination moved it to another: the
//! sessions of that time stay where reports already counted them (R30, R31). Without a row every
//! session counts for the municipality of the enrolment.

use sea_orm::entity::prelude::*;

use platform::ids::id;

use super::enrolment::EnrolmentId;

id! {
    /// The id of a row of `earlier_attribution`.
    EarlierAttributionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "earlier_attribution")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EarlierAttributionId,
    pub enrolment_id: EnrolmentId,
    /// Personal: place of work.
    pub municipality_code: String,
    pub from_at: DateTimeUtc,
    /// The first instant that counts for what followed.
    pub until_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::enrolment::Entity",
        from = "Column::EnrolmentId",
        to = "super::enrolment::Column::Id"
    )]
    Enrolment,
    #[sea_orm(
        belongs_to = "territory_model::entity::municipality::Entity",
        from = "Column::MunicipalityCode",
        to = "territory_model::entity::municipality::Column::Code"
    )]
    Municipality,
}

impl ActiveModelBehavior for ActiveModel {}
