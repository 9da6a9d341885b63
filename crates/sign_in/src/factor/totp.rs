//! Codes of an authenticator (RFC 6238): six digits of HMAC-SHA-1 and steps of thirty seconds, which is
//! what every application for telephones understands.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use totp_rs::{Builder, Totp};

use platform::prelude::*;
use sign_in_model::actor::AccountId;

/// Seconds that a code stands for.
pub const STEP: u64 = 30;
/// Steps before and after the present one whose code is taken: a clock may be so much off.
pub const SKEW: u16 = 1;
/// By what name the application on the telephone lists the account.
const ISSUER: &str = "Formación Territorial";

/// The 160 bits that the telephone and the product share.
pub type FactorSecret = [u8; 20];

/// The secret that this browser is offered for an account: the same each time that it asks while the
/// session lasts, since a telephone that goes to its authenticator and comes back loads the page anew.
/// It follows from the session's own secret, which the database does not hold.
pub fn offered_secret(session: &str, account: AccountId) -> FactorSecret {
    let mut offered = FactorSecret::default();
    // Any length is a key.
    if let Ok(mac) = Hmac::<Sha256>::new_from_slice(session.as_bytes()) {
        let mac = mac.chain_update(format!("second factor of account {account}")).finalize();
        offered.copy_from_slice(&mac.into_bytes()[..20]);
    }
    offered
}

/// What makes and compares the codes of one account.
pub struct Authenticator(Totp);

impl Authenticator {
    /// `mail` is how the telephone tells this account from others of the same person.
    ///
    /// # Errors
    /// Never for a mail that the product takes.
    pub fn new(secret: FactorSecret, mail: &str) -> Result<Self, AppError> {
        Builder::new()
            .with_secret(secret)
            .with_step_duration(STEP)
            .with_skew(SKEW)
            .with_issuer(Some(ISSUER))
            .with_account_name(mail.replace(':', ""))
            .build()
            .map(Self)
            .map_err(|error| AppError::Internal(error.to_string()))
    }

    /// The step whose code was typed, when it is the present one or one beside it. Spaces are none of
    /// the code's: telephones show it in halves.
    pub fn step_of(&self, typed: &str, now: DateTime<Utc>) -> Option<i64> {
        let code: String = typed.chars().filter(|letter| !letter.is_whitespace()).take(9).collect();
        let step = self.0.check(&code, u64::try_from(now.timestamp()).ok()?)?;
        i64::try_from(step).ok()
    }

    /// The address that the square holds, and that opens the application on the telephone itself.
    ///
    /// # Errors
    /// Never for an account with a mail.
    pub fn address(&self) -> Result<String, AppError> {
        self.0.to_url().map_err(|error| AppError::Internal(error.to_string()))
    }

    /// The secret as it is typed into an application, in groups of four letters.
    pub fn groups(&self) -> String {
        grouped(&self.0.secret().to_base32(), " ")
    }
}

/// A text in groups of four letters.
pub fn grouped(text: &str, between: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap_or_default()
    }

    /// RFC 6238, appendix B, the last six of the eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let authenticator =
            Authenticator::new(*b"12345678901234567890", "a@b.example").expect("is made");
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(authenticator.step_of(code, at(time)), Some(time / 30), "{time}");
            assert_eq!(authenticator.step_of(code, at(time + 30)), Some(time / 30), "{time}");
            assert_eq!(authenticator.step_of(code, at(time + 90)), None, "{time}");
            assert_eq!(authenticator.step_of(code, at(time - 90)), None, "{time}");
        }
        assert_eq!(authenticator.step_of(" 287 082 ", at(59)), Some(1));
        for wrong in ["", "28708", "2870822", "+87082", "٢٨٧٠٨٢", "287082 287082"] {
            assert_eq!(authenticator.step_of(wrong, at(59)), None, "{wrong}");
        }
    }

    #[test]
    fn a_session_is_offered_one_secret_and_every_session_another() {
        let offered = offered_secret("a", AccountId(1));
        assert_eq!(offered, offered_secret("a", AccountId(1)));
        assert_ne!(offered, offered_secret("b", AccountId(1)));
        assert_ne!(offered, offered_secret("a", AccountId(2)));
        assert_ne!(offered, FactorSecret::default());
    }

    #[test]
    fn the_telephone_lists_the_account_by_product_and_mail() {
        let authenticator =
            Authenticator::new(*b"12345678901234567890", "ana@b.example").expect("is made");
        assert_eq!(
            authenticator.address().expect("has a mail"),
            "otpauth://totp/Formaci%C3%B3n%20Territorial:ana%40b.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Formaci%C3%B3n%20Territorial"
        );
        assert_eq!(authenticator.groups(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
