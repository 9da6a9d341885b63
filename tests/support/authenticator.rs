//! An application on a telephone that makes codes, built from RFC 6238 and nothing of the product.

use chrono::{DateTime, Utc};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// A telephone that holds the secret of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telephone {
    secret: Vec<u8>,
    /// How many seconds its clock is ahead.
    ahead: i64,
}

impl Telephone {
    /// Somebody types the secret that a page shows in groups of four letters.
    pub fn typed(words: &str) -> Self {
        let groups: Vec<&str> = words.split_whitespace().collect();
        let is_group = |group: &&str| {
            group.len() == 4 && group.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        };
        let run = groups.windows(8).find(|run| run.iter().all(is_group));
        let text = run.unwrap_or_else(|| panic!("no secret in groups of four: {words}")).concat();
        Self { secret: BASE32_NOPAD.decode(text.as_bytes()).unwrap(), ahead: 0 }
    }

    /// The same telephone with a clock that is so many seconds ahead, or behind.
    pub fn ahead(&self, seconds: i64) -> Self {
        Self { ahead: seconds, ..self.clone() }
    }

    /// Its code when the true time is `now`.
    pub fn code(&self, now: DateTime<Utc>) -> String {
        code(&self.secret, (now.timestamp() + self.ahead) / 30)
    }
}

/// RFC 4226, section 5.3, with six digits.
fn code(secret: &[u8], step: i64) -> String {
    let mac = Hmac::<Sha1>::new_from_slice(secret).unwrap().chain_update(step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 0xf);
    let bytes = [digest[offset], digest[offset + 1], digest[offset + 2], digest[offset + 3]];
    format!("{:06}", (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000)
}

/// RFC 6238, appendix B: the telephone itself is judged first.
#[test]
fn a_telephone_shows_the_codes_of_the_standard() {
    let telephone = Telephone::typed("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    for (time, shown) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
        assert_eq!(telephone.code(DateTime::from_timestamp(time, 0).unwrap()), shown);
    }
}
