//! Changes to places. Every verb locks the cohort's row first: whoever counts seats counts
//! alone, on both databases (SQLite's write transaction is alone by itself).

pub use enrolment_model::commands::*;

mod attribute;
mod cohort;
mod nominate;
mod register;
mod seats;
mod withdraw;

pub use attribute::attribute;
pub use cohort::save_cohort;
pub use nominate::{Nominated, nominate, nominate_new};
pub use register::{Registered, Registration, register};
pub use seats::{SeatPlan, change_seats, settle};
pub use withdraw::withdraw;
