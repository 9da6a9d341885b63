//! Changes to enrolments. Every verb locks the cohort's row first, so that it alone counts the
//! seats, on both databases (SQLite's write transaction is alone by itself).

pub mod add;
pub mod attribute;
pub mod count_since;
pub mod enrol;
pub mod enrol_many;
pub mod follow_entities;
pub mod follow_posts;
pub mod new_mail;
mod placed_letters;
pub mod quotas;
pub mod registrations;
pub mod seat_ledger;
pub mod seat_offers;
pub mod shared;
pub mod supersede;
pub mod waiting_list;
pub mod withdraw;

pub use add::{Employer, NewParticipant, add_new};
pub use attribute::attribute;
pub use count_since::count_since;
pub use enrol::{NewEnrolment, Placement, enrol};
pub use enrol_many::enrol_many;
pub use quotas::{Reservation, release, reserve};
pub use seat_ledger::SeatLedger;
pub use seat_offers::{Acceptance, accept, decline};
pub use shared::invite_people;
pub use withdraw::{withdraw, withdraw_many};

use people_model::rules::PersonRefusal;
use platform::texts::Refusal;

use super::rules::EnrolmentRefusal;

/// Why a registration or an addition was refused: because of the person, or because of the
/// enrolment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
pub enum AdmissionRefusal {
    #[error(transparent)]
    #[same(_0)]
    Person(#[from] PersonRefusal),
    #[error(transparent)]
    #[same(_0)]
    Enrolment(#[from] EnrolmentRefusal),
}
