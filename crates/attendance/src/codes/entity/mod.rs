//! Tables of the codes that rooms show.

pub mod code_arrival;
pub mod session_code;
