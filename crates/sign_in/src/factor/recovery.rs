//! Recovery codes: what stands for a telephone that is not there, on paper, each once.

use data_encoding::BASE32_NOPAD;

use platform::secrets::{self, NoRandomness};
use sign_in_model::actor::AccountId;

use super::totp::grouped;

/// How many an account gets.
pub const CODES: usize = 10;
/// From how few on the page asks for new ones.
pub const FEW: u64 = 3;
/// Letters of a code: 80 bits, so that nobody finds it from its digest.
const LETTERS: usize = 16;

/// A code, in capital letters and digits without what looks alike (A–Z, 2–7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// Makes one by chance.
    ///
    /// # Errors
    /// The machine has no chance.
    pub fn random() -> Result<Self, NoRandomness> {
        Ok(Self(BASE32_NOPAD.encode(&secrets::random::<10>()?)))
    }

    /// Reads what was typed from paper: any case, with spaces and hyphens, 0 for O, 1 for I, 8 for B.
    pub fn read(typed: &str) -> Option<Self> {
        let mut code = String::new();
        for letter in typed.chars().take(100) {
            if letter.is_whitespace() || "-‐‑‒–—−".contains(letter) {
                continue;
            }
            code.push(match letter.to_ascii_uppercase() {
                '0' => 'O',
                '1' => 'I',
                '8' => 'B',
                other => other,
            });
        }
        let fits = code.chars().all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c));
        (fits && code.len() == LETTERS).then_some(Self(code))
    }

    /// As it is printed: «ABCD-EFGH-2345-6722».
    pub fn shown(&self) -> String {
        grouped(&self.0, "-")
    }

    /// What the database keeps in its place.
    pub fn digest(&self, account: AccountId) -> String {
        secrets::digest(format!("recovery code of account {account}: {}", self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_typed_from_paper() {
        let code = RecoveryCode::random().expect("chance");
        assert_eq!(code.shown().len(), 19);
        assert_eq!(RecoveryCode::read(&code.shown()), Some(code.clone()));
        let typed = code.shown().to_lowercase().replace('-', " ").replace('o', "0");
        assert_eq!(RecoveryCode::read(&typed), Some(code.clone()));
        assert_ne!(code, RecoveryCode::random().expect("chance"));
        assert_ne!(code.digest(AccountId(1)), code.digest(AccountId(2)));
        for wrong in ["", "ABCD", "ABCD-EFGH-2345-6729", "ABCD-EFGH-2345-67223", "ñ"] {
            assert_eq!(RecoveryCode::read(wrong), None, "{wrong}");
        }
    }
}
