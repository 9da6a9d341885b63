//! Lists of people from a spreadsheet, read; pure (R25, R26): what the columns mean, and what each row says.

pub mod columns;
mod headings;
pub(crate) mod places;
pub mod reading;
mod values;
mod words;
