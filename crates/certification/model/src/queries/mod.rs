//! Reads how the rule stands for people ([`standing`]) and the certificates themselves
//! ([`certificates`]).

pub mod certificates;
pub mod standing;
