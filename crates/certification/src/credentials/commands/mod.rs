//! Changes of credentials: keys are made and retired from the command line, credentials are signed by
//! the issue or by the worker.

mod keys;
mod sign;

pub use keys::{NewIssuerKey, new_key, retire_key};
pub use sign::{sign, sign_in};
