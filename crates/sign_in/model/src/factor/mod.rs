//! The second factor (R79): what is asked for beside the password. An account has an authenticator,
//! whose codes of six digits change every thirty seconds (RFC 6238), and recovery codes on paper.
//!
//! Here is what others need: who owes one and since when, the sign-in that waits for a code, and how a
//! factor is taken away. Setting one up and answering with a code are pages of `sign_in`.

mod admission;
pub mod letters;
mod removal;
pub mod rules;
pub mod views;

pub use admission::{
    Admission, admit, close_half_sessions, half_cookie, half_cookie_name, half_session, half_way,
};
pub use removal::{FactorRefusal, forget_factor, reset_factor, reset_factor_by_operator};
