//! The call to a cohort: a letter to the focal points of its municipalities, so that entities
//! nominate their people.

mod commands;
mod letters;
mod policy;
mod queries;
mod refusals;
mod views;
mod web;

pub use letters::{Invitation, letter_samples};
pub use policy::{invites_at, permissions};
pub use queries::{FocalPoint, called, focal_points, free_seats};
pub use views::samples;
pub use web::routes;
