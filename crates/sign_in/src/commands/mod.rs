//! Changes to accounts: sign in and out, one-time links, passwords, roles.

pub use sign_in_model::commands::*;

mod enter;

pub use enter::{sign_in, sign_out};
