//! Random codes and the digests kept in their place: a copied database opens no door.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

/// The operating system gave no randomness; nothing secret can be made safely.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

/// Random bytes of the operating system.
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// A 256-bit secret for cookies and one-time links, 64 hexadecimal characters.
pub fn token() -> Result<String, NoRandomness> {
    Ok(HEXLOWER.encode(&random::<32>()?))
}

/// A code that strangers see and type: 130 bits in 26 characters of A–Z2–7.
pub fn public_code() -> Result<String, NoRandomness> {
    let text = BASE32_NOPAD.encode(&random::<17>()?);
    Ok(text.chars().take(26).collect())
}

/// 64 random bits, from which chance starts.
pub fn number() -> Result<u64, NoRandomness> {
    Ok(u64::from_le_bytes(random()?))
}

/// A short random word for request numbers; not a secret.
pub fn short_id() -> String {
    random::<6>().map(|bytes| HEXLOWER.encode(&bytes)).unwrap_or_else(|_| "000000000000".to_owned())
}

/// SHA-256 in hexadecimal: what is stored of a secret, and what proves a document unchanged.
pub fn digest(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_codes_carry_at_least_128_bits() {
        let code = public_code().expect("randomness");
        assert_eq!(code.len(), 26);
        assert!(code.len() * 5 >= 128);
        assert!(code.chars().all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c)));
        assert_ne!(code, public_code().expect("randomness"));
    }

    #[test]
    fn only_the_digest_of_a_token_is_recognisable() {
        let token = token().expect("randomness");
        assert_eq!(token.len(), 64);
        assert_ne!(digest(&token), token);
        assert_eq!(
            digest("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
