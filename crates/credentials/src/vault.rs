//! Private keys and other secrets as they may be written down: closed with a secret that lies
//! elsewhere, so that a copy of the database alone signs nothing and opens no door.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use data_encoding::HEXLOWER_PERMISSIVE;
use zeroize::{Zeroize, Zeroizing};

use crate::CredentialError;

/// Bytes of a key that are wiped when they are dropped.
pub fn wiped(seed: [u8; 32]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(seed)
}

/// What closes and opens keys: 256 bits, 64 hexadecimal characters.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// As it is written in a setting or a file; `None` when it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()?);
        <[u8; 32]>::try_from(bytes.as_slice()).ok().map(Self)
    }

    /// Closes a key. `about` is what the key is kept beside: it opens only there.
    pub fn seal<const N: usize>(
        &self,
        nonce: [u8; 24],
        about: &str,
        seed: &[u8; N],
    ) -> Result<Vec<u8>, CredentialError> {
        let payload = Payload { msg: seed, aad: about.as_bytes() };
        let closed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| CredentialError::Sealed)?;
        Ok([nonce.as_slice(), &closed].concat())
    }

    /// Opens what [`Secret::seal`] closed.
    pub fn open<const N: usize>(
        &self,
        about: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<[u8; N]>, CredentialError> {
        let (nonce, closed) = sealed.split_first_chunk::<24>().ok_or(CredentialError::Sealed)?;
        let payload = Payload { msg: closed, aad: about.as_bytes() };
        let seed = self
            .cipher()
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| CredentialError::Sealed)?;
        let seed = <[u8; N]>::try_from(seed.as_slice()).map_err(|_| CredentialError::Sealed)?;
        Ok(Zeroizing::new(seed))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_opens_with_its_secret_beside_its_name_and_unchanged_only() {
        let secret = Secret::parse(&"ab".repeat(32)).unwrap();
        let sealed = secret.seal([1; 24], "key a", &[7; 32]).unwrap();
        assert_eq!(*secret.open("key a", &sealed).unwrap(), [7; 32]);
        assert!(!sealed.windows(8).any(|window| window == [7; 8]));
        assert!(secret.open::<32>("key b", &sealed).is_err());
        assert!(secret.open::<20>("key a", &sealed).is_err(), "of another length");
        let other = Secret::parse(&"ac".repeat(32)).unwrap();
        assert!(other.open::<32>("key a", &sealed).is_err());
        for place in 0..sealed.len() {
            let mut turned = sealed.clone();
            turned[place] ^= 1;
            assert!(secret.open::<32>("key a", &turned).is_err(), "{place}");
        }
        assert!(secret.open::<32>("key a", &sealed[..10]).is_err());
    }

    #[test]
    fn a_secret_has_256_bits_and_is_never_printed() {
        for wrong in ["", "secreto", &"ab".repeat(31), &"ab".repeat(33), &"zz".repeat(32)] {
            assert!(Secret::parse(wrong).is_none(), "{wrong}");
        }
        let secret = Secret::parse(&format!("{}\n", "AB".repeat(32))).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
