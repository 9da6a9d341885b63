//! Whom people ask at a territorial unit: a mail, a telephone and an office, kept by its coordination and
//! said in letters and on pages (R67, R99).

pub mod commands;
pub mod policy;
mod queries;
mod views;
mod web;

pub use self::views::samples;
pub use self::web::routes;
