//! The municipality and post that an enrolment was counted for until the person held another post, or a
//! coordination chose another: each session counts for the post held on its day (R29, R30, R31). Without
//! a row every session counts for the municipality of the enrolment.

use sea_orm::entity::prelude::*;

use people_model::entity::post::PostId;
use platform::ids::id;
use platform::relations::relations;

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
    /// The post of then; `None` where it was not noted.
    /// Personal: occupation.
    pub post_id: Option<PostId>,
    pub from_at: DateTimeUtc,
    /// The first instant that counts for what followed.
    pub until_at: DateTimeUtc,
}

relations! {
    ;
    Enrolment: EnrolmentId => super::enrolment(Id),
    Post: PostId => people_model::entity::post(Id),
}
