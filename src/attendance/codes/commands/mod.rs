//! Opening and closing check-in, and coming by a code.

mod come;
mod open;

pub use come::{Came, Comer, come};
pub(in crate::attendance) use open::shut;
pub use open::{close, open};

use super::refusals::CodeRefusal;
use crate::platform::errors::Failure;

type Done<T> = Result<T, Failure<CodeRefusal>>;
