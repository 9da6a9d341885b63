//! Lists of people from a spreadsheet, read; pure (R25, R26): what the file is, what its columns mean, and what
//! each row says.

pub mod carry;
pub mod columns;
pub mod file;
mod headings;
pub(crate) mod places;
pub mod reading;
mod values;
mod words;

pub use headings::{heading, plain};
pub use words::type_and_number;
