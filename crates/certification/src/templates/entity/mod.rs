//! The table of `certification::templates`.

pub use certification_model::templates::entity::*;
