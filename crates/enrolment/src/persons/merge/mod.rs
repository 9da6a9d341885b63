//! Pages about one person with two records (R27, R28): the queue of possible duplicates, two histories
//! beside each other, the merge and its undoing, and a change of document.

mod queries;
mod views;
mod web;

pub(super) use views::crumbs;
pub use views::samples;
pub use web::routes;
