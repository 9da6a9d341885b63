//! An address in a person's letter that stands for their enrolment without a password, for a few
//! days and for few things: the page that it opens decides which.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::enrolment::EnrolmentId;

id! {
    /// The id of a row of `place_link`.
    PlaceLinkId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "place_link")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PlaceLinkId,
    /// Personal: whose place.
    pub enrolment_id: EnrolmentId,
    /// SHA-256 of the secret in the letter.
    #[sea_orm(unique)]
    pub token_digest: String,
    pub made_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
}

relations! {
    Enrolment: EnrolmentId => super::enrolment(Id),
}
