//! Changes to enrolments that only the pages of this capability make. Every verb locks the cohort's
//! row first, so that it alone counts the seats, on both databases (SQLite's write transaction is
//! alone by itself).

pub use enrolment_model::commands::*;

mod accept_place;
mod cohort;
mod nominate;
mod prove;
mod register;
mod seats;

pub use accept_place::accept_place;
pub use cohort::save_cohort;
pub use nominate::{NominationOutcome, nominate, nominate_new};
pub use prove::{ProvenPlace, prove};
pub use register::{Registration, register};
pub use seats::{SeatPlan, change_seats, settle};
