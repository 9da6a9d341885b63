//! A seat offered to a person. The offer without `settled_at` waits for an answer and holds a seat.

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::enrolment::EnrolmentId;

id! {
    /// The id of a row of `seat_offer`.
    SeatOfferId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seat_offer")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: SeatOfferId,
    pub enrolment_id: EnrolmentId,
    /// Digest of the secret in the letter.
    #[sea_orm(unique)]
    pub token_hash: String,
    pub made_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    /// When it was answered, ran out or was taken back; the enrolment's events say which. `None`
    /// while it is open.
    pub settled_at: Option<DateTimeUtc>,
    /// Whether the answer was no: the person, or the coordination for them, left the seat.
    pub is_declined: bool,
}

relations! {
    Enrolment: EnrolmentId => super::enrolment(Id),
}
