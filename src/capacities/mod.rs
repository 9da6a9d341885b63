//! What municipalities must be able to do, and the official indicators that measure it.

pub mod entity;
