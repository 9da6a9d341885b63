//! A version of the rubric of a product. A row is never changed: another version follows, until the
//! first grading by one.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::activity::ActivityId;

id! {
    /// The key of a row of `rubric`.
    RubricId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rubric")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: RubricId,
    pub activity_id: ActivityId,
    /// From 1; the last one counts.
    pub number: i32,
    /// JSON of [`Rubric`](crate::products::rules::Rubric).
    pub body: String,
    pub made_at: DateTimeUtc,
    /// Personal: who made it.
    pub made_by: AccountId,
}

relations! {}
