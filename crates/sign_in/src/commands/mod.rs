//! Changes to accounts: sign in and out, one-time links, passwords, roles.

pub use sign_in_model::commands::*;

mod enter;
mod own_sessions;

pub use enter::{sign_in, sign_out};
pub use own_sessions::{end_other_sessions, end_session};
