//! The letters of a cohort, as whoever runs it sees them: what went out and what became of it, what is
//! still to go out, and a message of one's own to its people (R90).

mod commands;
mod letters;
mod policy;
mod queries;
mod readers;
mod refusals;
mod views;
mod web;

pub use self::letters::letter_samples;
pub use self::policy::permissions;
pub use self::views::samples;
pub use self::web::routes;
