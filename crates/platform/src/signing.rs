//! Who signs the documents, as `SIGNING_URL` and its companions say it. Without them nobody does, and
//! documents are what the product renders.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use url::Url;

use super::files::settings::{SecretText, VariableText};
use super::transit::is_protected;

/// The settings' names.
pub const NAMES: [&str; 5] =
    ["SIGNING_URL", "SIGNING_TOKEN", "SIGNING_TOKEN_FILE", "SIGNING_NAME", "SIGNING_SECONDS"];

/// How long a signature is waited for, unless `SIGNING_SECONDS` says otherwise.
const SECONDS: u64 = 30;
/// A worker that is told to stop waits for nobody longer than this.
const MOST_SECONDS: u64 = 120;

/// The settings of the signing service as the environment holds them, before they are checked.
#[derive(Default, Deserialize)]
pub struct SigningVariables {
    pub signing_url: Option<String>,
    pub signing_token: Option<VariableText>,
    pub signing_token_file: Option<String>,
    pub signing_name: Option<VariableText>,
    pub signing_seconds: Option<VariableText>,
}

/// A service that signs whole PDF files (`docs/interface/signing.md`).
#[derive(Clone, PartialEq, Eq)]
pub struct SigningService {
    pub url: Url,
    /// Kept beside each document that it signed.
    pub name: String,
    pub token: Token,
    pub patience: Duration,
}

/// The address may be as secret as the word that opens it.
impl fmt::Debug for SigningService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signing").field("name", &self.name).finish_non_exhaustive()
    }
}

/// What the service knows us by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Written(SecretText),
    /// Read again for each document, so that it changes without a new start.
    File(PathBuf),
}

impl Token {
    /// # Errors
    /// One sentence that names the file and nothing that is in it.
    pub fn read(&self) -> Result<SecretText, String> {
        let file = match self {
            Self::Written(secret) => return Ok(secret.clone()),
            Self::File(file) => file,
        };
        let shown = file.display();
        let text = std::fs::read_to_string(file)
            .map_err(|why| format!("SIGNING_TOKEN_FILE: {shown} no se puede leer: {why}."))?;
        word(&text).ok_or_else(|| {
            format!("SIGNING_TOKEN_FILE: {shown} debe tener una sola palabra, sin espacios.")
        })
    }
}

/// What a header can carry.
fn word(text: &str) -> Option<SecretText> {
    let text = text.trim();
    let fits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then(|| SecretText::new(text))
}

/// Reads who signs.
///
/// # Errors
/// One sentence that names the setting and never its secret.
pub fn read(raw: SigningVariables) -> Result<Option<SigningService>, String> {
    let text = |value: Option<VariableText>| value.map(VariableText::into_text);
    let filled = |value: Option<String>| {
        value.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let Some(address) = filled(raw.signing_url) else {
        return Ok(None);
    };
    let url = Url::parse(&address).ok().filter(is_safe).ok_or_else(|| {
        "SIGNING_URL debe ser una dirección https:// sin usuario ni clave; http:// solo se admite en este mismo equipo, como http://127.0.0.1:9000/firmar."
            .to_owned()
    })?;
    let token = match (filled(text(raw.signing_token)), filled(raw.signing_token_file)) {
        (Some(written), _) => Token::Written(word(&written).ok_or_else(|| {
            "SIGNING_TOKEN debe ser una sola palabra, sin espacios ni tildes.".to_owned()
        })?),
        (None, Some(file)) => Token::File(PathBuf::from(file)),
        (None, None) => {
            return Err(
                "Falta SIGNING_TOKEN o SIGNING_TOKEN_FILE: el servicio que firma nos reconoce por una palabra secreta."
                    .to_owned(),
            );
        }
    };
    let name = filled(text(raw.signing_name))
        .unwrap_or_else(|| url.host_str().unwrap_or_default().to_owned());
    if name.chars().count() > 80 {
        return Err("SIGNING_NAME debe tener 80 caracteres o menos.".to_owned());
    }
    let seconds = match filled(text(raw.signing_seconds)) {
        None => SECONDS,
        Some(text) => {
            text.parse().ok().filter(|seconds| (1..=MOST_SECONDS).contains(seconds)).ok_or_else(
                || format!("SIGNING_SECONDS debe ser un número de 1 a {MOST_SECONDS}."),
            )?
        }
    };
    Ok(Some(SigningService { url, name, token, patience: Duration::from_secs(seconds) }))
}

/// Documents name people: they leave the machine over TLS alone.
fn is_safe(url: &Url) -> bool {
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    bare && is_protected(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(url: &str) -> SigningVariables {
        SigningVariables {
            signing_url: Some(url.to_owned()),
            signing_token: Some(VariableText::Text("muy-secreto".to_owned())),
            ..SigningVariables::default()
        }
    }

    #[test]
    fn nobody_signs_unless_somebody_said_who() {
        assert_eq!(read(SigningVariables::default()), Ok(None));
        assert_eq!(read(raw(" ")), Ok(None));
        let signing = read(raw("https://firma.entidad.gov.co/v1")).expect("whole").expect("there");
        assert_eq!(signing.name, "firma.entidad.gov.co");
        assert_eq!(signing.patience, Duration::from_secs(SECONDS));
        assert!(!format!("{signing:?} {:?}", signing.token).contains("muy-secreto"));
    }

    #[test]
    fn documents_leave_the_machine_over_tls_alone() {
        for good in
            ["http://127.0.0.1:9000/a", "http://[::1]:9000/", "http://localhost/a", "https://f.co"]
        {
            assert!(read(raw(good)).is_ok(), "{good}");
        }
        for bad in
            ["http://f.co/a", "http://127.0.0.1.f.co/", "ftp://f.co", "https://a:b@f.co", "x"]
        {
            let said = read(raw(bad)).expect_err(bad);
            assert!(said.starts_with("SIGNING_URL") && !said.contains(bad), "{said}");
        }
    }

    #[test]
    fn the_word_is_compulsory_and_is_never_repeated() {
        let none = SigningVariables { signing_token: None, ..raw("https://f.co") };
        assert!(read(none).expect_err("none").contains("SIGNING_TOKEN"));
        let token = Some(VariableText::Text("dos palabras-secretas".to_owned()));
        let said = read(SigningVariables { signing_token: token, ..raw("https://f.co") })
            .expect_err("two");
        assert!(said.starts_with("SIGNING_TOKEN") && !said.contains("secretas"), "{said}");
        let file = Token::File(PathBuf::from("/no/hay"));
        assert!(file.read().expect_err("no file").starts_with("SIGNING_TOKEN_FILE"));
        for seconds in ["0", "121", "pronto"] {
            let seconds = Some(VariableText::Text(seconds.to_owned()));
            let said = read(SigningVariables { signing_seconds: seconds, ..raw("https://f.co") });
            assert!(said.expect_err("too long").starts_with("SIGNING_SECONDS"));
        }
    }
}
