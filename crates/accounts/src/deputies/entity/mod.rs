//! Tables of deputies.

pub mod deputy;
