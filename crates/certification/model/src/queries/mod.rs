//! Reads how the rule stands for people ([`standing`]) and the certificates themselves
//! ([`certificates`]), and who waits for a second person ([`seconds`]).

pub mod certificates;
pub mod seconds;
pub mod standing;
