//! Pages about one person with two records (R27, R28): the queue of what to look at, two histories
//! beside each other, the union and its undoing, and a change of document.

mod queries;
mod views;
mod web;

pub(super) use views::crumbs;
pub use views::samples;
pub use web::routes;
