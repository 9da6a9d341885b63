//! The table of `certification::signature_images`.

pub mod signature_drawing;
