//! «Tablero»: the state of what somebody answers for, on one page, with its filters in the address.
//!
//! The figures are those of the executive reports, of the ledger and of the sums of closed cohorts, and
//! are counted nowhere else: [`facts`] asks for them, [`figures`] puts them side by side, and [`views`]
//! says and draws them. Of a country or a unit it tells the departments; of a department everything, which
//! [`paper`] says once more on one sheet.

mod charts;
mod facts;
pub mod figures;
mod paper;
mod running;
mod views;
mod web;

pub(crate) use views::PATH;
pub use views::samples;
pub use web::routes;
