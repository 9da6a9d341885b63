//! The table of `certification::drawings`.

pub mod signature_drawing;
