//! The three executive reports (R64): operation, perceived quality and capacity results, of the country,
//! a territorial unit, a department or a course, in a period, beside the period before.
//!
//! [`asked`] reads whose figures are wanted and holds them to the reader's territory. Each report has
//! its facts (aggregated by the database, never a row of a person), its pure figures, and says them as
//! one [`told::Told`], which the page, the paper and the workbook only write.

pub mod asked;
mod book;
mod capability;
mod cards;
pub mod capacity;
pub mod operation;
mod page;
mod paper;
pub mod quality;
pub mod told;
mod web;

pub use book::workbook;
pub use capability::CAPABILITY;
pub use paper::report as document;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use asked::Asked;
use told::{Kind, Told};

use crate::platform::errors::AppError;

/// Counts one of the three reports. The reader's territory is already in the question.
///
/// # Errors
/// The database's.
pub async fn count(
    db: &impl ConnectionTrait,
    kind: Kind,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Told, AppError> {
    match kind {
        Kind::Operation => {
            let facts = operation::facts(db, asked).await?;
            let figures = operation::compute(&facts, asked.period, asked.level);
            Ok(operation::told(asked, &figures, now))
        }
        Kind::Quality => {
            let facts = quality::facts(db, asked, now).await?;
            let name = |course| asked.courses.get(&course).cloned();
            let figures = quality::compute(&facts, asked.period, asked.level, name);
            Ok(quality::told(asked, &figures, now))
        }
        Kind::Capacity => {
            let facts = capacity::facts(db, asked, now).await?;
            Ok(capacity::told(asked, &capacity::compute(&facts), now))
        }
    }
}
