//! A certificate for somebody of staff of the unit waits for a second person (R80): who asked for it, and
//! who confirmed it.

use sea_orm::entity::prelude::*;

use enrolment_model::entity::enrolment::EnrolmentId;
use platform::ids::id;
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

id! {
    /// The id of a row of `second_confirmation`.
    ConfirmationId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_confirmation")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ConfirmationId,
    pub enrolment_id: EnrolmentId,
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
