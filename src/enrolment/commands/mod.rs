//! Changes to places. Every verb locks the cohort's row first: whoever counts seats counts
//! alone, on both databases (SQLite's write transaction is alone by itself).

mod add;
mod attribute;
mod cohort;
mod enrol;
mod enrol_many;
mod ground;
mod line;
mod nominate;
mod offers;
mod quotas;
mod register;
mod seats;
mod shared;
mod supersede;
mod withdraw;

pub use add::{NewParticipant, WorksAt, add_new};
pub use attribute::attribute;
pub use cohort::save_cohort;
pub use enrol::{NewEnrolment, Placed, enrol};
pub(in crate::enrolment) use enrol_many::enrol_many;
pub(in crate::enrolment) use ground::Ground;
pub use nominate::{Nominated, nominate, nominate_new};
pub use offers::{accept, decline};
pub use quotas::{Reservation, release, reserve};
pub use register::{Registered, Registration, register};
pub use seats::{SeatPlan, change_seats, settle};
pub(in crate::enrolment) use shared::invite_people;
pub use withdraw::withdraw;

use super::rules::EnrolmentRefusal;
use crate::people::rules::PersonRefusal;
use crate::platform::texts::Refusal;

/// Why a registration or an addition was refused: because of the person or of the place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AdmissionRefusal {
    #[error(transparent)]
    Person(#[from] PersonRefusal),
    #[error(transparent)]
    Place(#[from] EnrolmentRefusal),
}

impl Refusal for AdmissionRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Person(refusal) => refusal.code(),
            Self::Place(refusal) => refusal.code(),
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Person(refusal) => refusal.facts(),
            Self::Place(refusal) => refusal.facts(),
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Person(refusal) => refusal.field(),
            Self::Place(refusal) => refusal.field(),
        }
    }
}
