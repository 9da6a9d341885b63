use super::*;

const KID: &str = "https://formacion.example/emisor/claves/1";

fn key(algorithm: Algorithm) -> IssuerKey {
    IssuerKey::new(algorithm, &[7; 32], KID).unwrap()
}

fn seed(text: &str) -> [u8; 32] {
    BASE64URL_NOPAD.decode(text.as_bytes()).unwrap().try_into().unwrap()
}

/// RFC 8037, appendix A: the key, its public half and its thumbprint.
#[test]
fn a_key_of_ed25519_is_the_one_of_the_standard() {
    let seed = seed("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    let jwk = IssuerKey::new(Algorithm::EdDsa, &seed, "k").unwrap().public();
    assert_eq!(jwk.x, "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(jwk.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

/// RFC 7515, appendix A.3: the key, its public half, and a signature that somebody else made.
#[test]
fn a_key_of_p256_is_the_one_of_the_standard() {
    let seed = seed("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");
    let jwk = IssuerKey::new(Algorithm::Es256, &seed, "k").unwrap().public();
    assert_eq!(jwk.x, "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU");
    assert_eq!(jwk.y.as_deref(), Some("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"));
    let words = b"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0\
        dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    let signature = BASE64URL_NOPAD
        .decode(
            b"DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        )
        .unwrap();
    let signature = ecdsa::Signature::from_slice(&signature).unwrap();
    let half = jwk.key().unwrap();
    let words: Vec<u8> = words.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    assert!(half.believes(&words, &signature.normalize_s().to_bytes()));
}

/// RFC 6979, appendix A.2.5: what is signed depends on no chance.
#[test]
fn the_signature_of_p256_is_the_one_of_the_standard() {
    let bytes = data_encoding::HEXUPPER
        .decode(b"C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
        .unwrap();
    let key = IssuerKey::new(Algorithm::Es256, &bytes.try_into().unwrap(), "k").unwrap();
    let signature = key.sign(b"sample");
    assert_eq!(
        data_encoding::HEXUPPER.encode(&signature[..32]),
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
    );
    assert!(key.public().key().unwrap().believes(b"sample", &signature));
}

#[test]
fn the_other_signature_of_the_same_words_is_refused() {
    let key = key(Algorithm::Es256);
    let signature = ecdsa::Signature::from_slice(&key.sign(b"words")).unwrap();
    let (r, s) = signature.split_scalars();
    let twin = ecdsa::Signature::from_scalars(r.to_bytes(), (-*s).to_bytes()).unwrap();
    let half = key.public().key().unwrap();
    assert!(half.believes(b"words", &signature.to_bytes()));
    assert!(!half.believes(b"words", &twin.to_bytes()));
}

#[test]
fn nothing_of_the_private_half_is_published_or_printed() {
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa] {
        let key = key(algorithm);
        let written = serde_json::to_string(&key.public()).unwrap();
        let secret = BASE64URL_NOPAD.encode(&[7; 32]);
        assert!(!written.contains(&secret) && !written.contains("\"d\""), "{written}");
        assert!(!format!("{key:?}").contains("signing"));
    }
}

#[test]
fn bytes_that_are_no_number_of_the_curve_make_no_key() {
    for seed in [[0; 32], [255; 32]] {
        assert!(IssuerKey::new(Algorithm::Es256, &seed, "k").is_err());
    }
}

#[test]
fn a_key_of_another_kind_is_no_key() {
    let (old, new) = (key(Algorithm::EdDsa).public(), key(Algorithm::Es256).public());
    for wrong in [
        Jwk { kty: "RSA".into(), ..old.clone() },
        Jwk { crv: "X25519".into(), ..old.clone() },
        Jwk { alg: "HS256".into(), ..old.clone() },
        Jwk { alg: "ES256".into(), ..old.clone() },
        Jwk { y: new.y.clone(), ..old.clone() },
        Jwk { x: "AAAA".into(), ..old.clone() },
        Jwk { x: format!("{}=", old.x), ..old.clone() },
        Jwk { alg: "EdDSA".into(), ..new.clone() },
        Jwk { crv: "P-384".into(), ..new.clone() },
        Jwk { y: None, ..new.clone() },
        // A point that is not on the curve.
        Jwk { y: Some(new.x.clone()), ..new.clone() },
    ] {
        assert!(wrong.key().is_err(), "{wrong:?}");
    }
    assert!(old.key().is_ok() && new.key().is_ok());
}

#[test]
fn a_key_is_found_under_every_address_that_ends_in_its_digest_and_no_other() {
    let published = key(Algorithm::Es256).public();
    let digest = published.thumbprint();
    let set = JwkSet { keys: vec![key(Algorithm::EdDsa).public(), published.clone()] };
    let earlier = format!("http://127.0.0.1:8000/emisor/claves/{digest}");
    assert_eq!(set.find(&earlier), Some(&published));
    assert_eq!(set.find(&digest), None);
    assert_eq!(set.find("https://formacion.example/emisor/claves/2"), None);
}
