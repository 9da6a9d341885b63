//! Certificates that are valid for some time only: whether one still is, which holders are told that
//! theirs expires, and which expiring ones a coordination sees.

pub use certification_model::validity::*;

pub mod checks;
mod commands;
pub mod queries;
pub mod views;
mod web;
pub mod worker;

use chrono::{DateTime, Utc};
use rules::Validity;

use platform::dates;

use crate::entity::certificate;

/// What a certificate is worth at a moment.
pub fn of(row: &certificate::Model, now: DateTime<Utc>) -> Validity {
    rules::validity(row.state, row.valid_until, dates::bogota_date(now))
}

pub use views::samples;
pub use web::routes;
