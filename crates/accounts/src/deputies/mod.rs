//! Who stands in for a coordination that is away: somebody of staff of the unit, on some days, when a
//! second person agrees (R80).

pub mod commands;
pub mod entity;
pub mod letters;
pub mod policy;
pub mod queries;
pub mod rules;
mod views;
mod web;

pub use self::letters::letters;
pub use self::views::samples;
pub use self::web::routes;
