//! Questions of certification: how the rule stands ([`standing`]), what all certificates of a
//! cohort say ([`contents`]), and the certificates themselves ([`certificates`]).

pub use certification_model::queries::*;

pub mod contents;
