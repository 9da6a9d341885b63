//! The page on which a place is counted for another municipality (R30).

mod views;
mod web;

pub use views::samples;
pub use web::routes;
