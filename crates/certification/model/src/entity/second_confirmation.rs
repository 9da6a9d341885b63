//! A certificate for somebody of staff of the unit waits for a second person (R80): who asked for it, and
//! who confirmed it.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `second_confirmation`.
    ConfirmationId
}

/// What was decided first.
#[stored]
pub enum SecondDeed {
    /// The certificate is issued.
    Issue,
    /// It stays as it is, though something behind it changed.
    Keep,
    /// Another one stands in its place.
    Replace,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_confirmation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ConfirmationId,
    pub enrolment_id: EnrolmentId,
    pub deed: SecondDeed,
    /// Digest of the facts on which it is kept or replaced.
    pub facts_digest: Option<String>,
    /// Personal: who asked first.
    pub asked_by: AccountId,
    pub asked_at: DateTimeUtc,
    /// Personal: who confirmed. `None` means that it waits.
    pub confirmed_by: Option<AccountId>,
    pub confirmed_at: Option<DateTimeUtc>,
}

relations! {
    Enrolment: EnrolmentId => enrolment_model::entity::enrolment(Id),
}
