//! Changes to places. Every verb locks the cohort's row first: whoever counts seats counts
//! alone, on both databases (SQLite's write transaction is alone by itself).

pub mod add;
pub mod enrol;
pub mod enrol_many;
pub mod ground;
pub mod line;
pub mod offers;
pub mod quotas;
pub mod shared;
pub mod supersede;

pub use add::{NewParticipant, WorksAt, add_new};
pub use enrol::{NewEnrolment, Placed, enrol};
pub use enrol_many::enrol_many;
pub use ground::Ground;
pub use offers::{accept, decline};
pub use quotas::{Reservation, release, reserve};
pub use shared::invite_people;

use people_model::rules::PersonRefusal;
use platform::texts::Refusal;

use super::rules::EnrolmentRefusal;

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
