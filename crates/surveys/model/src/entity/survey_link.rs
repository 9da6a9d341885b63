//! An address that leads to an invitation without a password. Each letter carries its own, and only
//! a digest of it stays.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::survey_invitation::InvitationId;

id! {
    /// The id of a row of `survey_link`.
    LinkId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "survey_link")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: LinkId,
    pub invitation_id: InvitationId,
    #[sea_orm(unique)]
    pub token_digest: String,
    pub made_at: DateTimeUtc,
}

relations! {
    Invitation: InvitationId => super::survey_invitation(Id),
}
