//! The mail of an account: corrected by the administration, and changed by its owner with a link that
//! goes to the new one (R77, R78). Where the account belongs to a person, the record moves with it.

mod views;
mod web;

pub use views::samples;
pub use web::routes;
