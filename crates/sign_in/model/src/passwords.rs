//! argon2id with the library's recommended cost, in a lane of its own and so at most two at a
//! time: each hash takes 19 MiB, and a burst of sign-ins must not take the memory.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use platform::blocking::PASSWORDS;
use platform::errors::{AppError, Failure, refuse};
use platform::texts::Refusal;

use super::strength::{KnownWords, is_guessable};

/// Fewest characters of a password; no kind of character is asked for.
pub const SHORTEST: usize = 10;
pub const LONGEST: usize = 128;

/// Why a new password is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("sign_in.")]
pub enum PasswordRefusal {
    #[error("a password has some characters and not too many")]
    #[facts(from = SHORTEST, to = LONGEST)]
    PasswordLength,
    #[error("somebody who knows the account guesses it soon")]
    PasswordGuessable,
}

/// Whether a password may be kept (R79). It is weighed where passwords are hashed, because it takes as
/// long; `account` is whoever asks for it (`account.id`), where somebody is signed in.
///
/// # Errors
/// It is too short, too long, or easy to guess for somebody who knows these words of the account.
pub async fn may_be(
    password: &str,
    known: KnownWords,
    account: Option<i64>,
) -> Result<(), Failure<PasswordRefusal>> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return refuse(PasswordRefusal::PasswordLength);
    }
    let password = password.to_owned();
    match PASSWORDS.run(account, move || is_guessable(&password, &known)).await? {
        true => refuse(PasswordRefusal::PasswordGuessable),
        false => Ok(()),
    }
}

/// What a form says beside a new password.
pub fn hint() -> String {
    format!(
        "Mínimo {SHORTEST} caracteres. Una frase de cuatro palabras es fácil de recordar y difícil de adivinar; no sirven su nombre, su documento ni una palabra con un año."
    )
}

pub async fn hash(password: &str) -> Result<String, AppError> {
    let password = password.to_owned();
    PASSWORDS
        .run(None, move || {
            Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
        })
        .await?
        .map_err(|error| AppError::Internal(error.to_string()))
}

/// Compares in the same time whether there is a hash or not, so that an unknown account
/// and a wrong password look alike (P23).
pub async fn verify(password: &str, hash: Option<&str>) -> Result<bool, AppError> {
    static NOBODY: OnceLock<String> = OnceLock::new();
    let (password, hash) = (password.to_owned(), hash.map(str::to_owned));
    PASSWORDS
        .run(None, move || {
            let known = hash.is_some();
            let hash = hash.unwrap_or_else(|| {
                NOBODY
                    .get_or_init(|| {
                        Argon2::default()
                            .hash_password(b"nobody has this password")
                            .map(|h| h.to_string())
                            .unwrap_or_default()
                    })
                    .clone()
            });
            let matches = PasswordHash::new(&hash).is_ok_and(|hash| {
                Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
            });
            known && matches
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rocket::async_test]
    async fn only_the_right_password_matches_and_nobody_matches_nothing() {
        let stored = hash("una contraseña larga").await.expect("hash");
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("una contraseña larga", Some(&stored)).await.expect("verify"));
        assert!(!verify("otra contraseña", Some(&stored)).await.expect("verify"));
        assert!(!verify("nobody has this password", None).await.expect("verify"));
    }
}
