//! Why a code is not taken, or a factor stays as it is.

use platform::errors::Failure;
use platform::texts::Refusal;

use crate::commands::SignInRefusal;

/// Why a code is not taken, or a factor stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("sign_in.code_")]
pub enum CodeRefusal {
    #[error("the code is none of the present step or those beside it")]
    #[field("codigo")]
    Wrong,
    #[error("the code, or a later one, was taken before")]
    #[field("codigo")]
    Used,
    #[error("no recovery code of the account is this")]
    #[field("codigo")]
    RecoveryWrong,
    #[error("the recovery code was used before")]
    #[field("codigo")]
    RecoveryUsed,
    #[error("nobody waits for a code here any more")]
    Gone,
    #[error("the account has a second factor")]
    Present,
    #[error("the account has no second factor")]
    Absent,
    #[error("the role owes a second factor")]
    Owed,
    #[error(transparent)]
    #[same(_0)]
    SignIn(SignInRefusal),
}

impl From<SignInRefusal> for CodeRefusal {
    fn from(refusal: SignInRefusal) -> Self {
        Self::SignIn(refusal)
    }
}

pub type CodeResult<T> = Result<T, Failure<CodeRefusal>>;
