//! Opening and closing check-in, and coming by a code.

mod come;
mod open;

pub use come::{CheckIn, CheckInOrigin, come};
pub(crate) use open::shut;
pub use open::{close, open};

use platform::errors::Failure;

use super::refusals::CodeRefusal;

type CodeResult<T> = Result<T, Failure<CodeRefusal>>;
