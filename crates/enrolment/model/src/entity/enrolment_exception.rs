//! The rules of the course that a person did not meet, and why a coordination admitted them (R22).

use sea_orm::entity::prelude::*;

use platform::ids::id;
use sign_in_model::entity::account::AccountId;

use super::enrolment::EnrolmentId;

id! {
    /// The id of a row of `enrolment_exception`.
    EnrolmentExceptionId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "enrolment_exception")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: EnrolmentExceptionId,
    pub enrolment_id: EnrolmentId,
    /// The codes of the rules, separated by commas.
    pub rules: String,
    /// Personal: possibly.
    pub reason: String,
    /// Personal: who acted.
    pub granted_by: Option<AccountId>,
    pub granted_at: DateTimeUtc,
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
        belongs_to = "sign_in_model::entity::account::Entity",
        from = "Column::GrantedBy",
        to = "sign_in_model::entity::account::Column::Id"
    )]
    GrantedBy,
}

impl Related<super::enrolment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Enrolment.def()
    }
}

impl Related<sign_in_model::entity::account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::GrantedBy.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
