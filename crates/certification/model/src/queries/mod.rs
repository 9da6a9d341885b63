//! Questions of certification: how the rule stands ([`standing`]), what all certificates of a
//! cohort say ([`offer`]), and the certificates themselves ([`certificates`]).

pub mod certificates;
pub mod standing;
