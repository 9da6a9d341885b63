//! Changes of credentials: keys, by whoever has the command line of the machine, and signing, with the
//! issue or by the worker.

mod keys;
mod sign;

pub use keys::{Made, new_key, retire_key};
pub use sign::{sign, sign_in};
