//! What a municipality must be able to do, and the official indicators that measure it.

pub mod entity;
pub mod labels;
pub mod reference;
