//! Signing by a service: the PDF goes out by `POST`, the signed one comes back
//! (`docs/interface/signing.md`).

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

use platform::secrets;
use platform::signing::SigningService;
use platform::transit::is_loopback;

use super::{Objection, SigningFailure};

/// What a signature may add: its certificates, timestamps and proofs of revocation.
const MOST_ADDED: usize = 4 * 1024 * 1024;
/// The time that a connection may take; the signature itself has the time of the settings.
const CONNECT: Duration = Duration::from_secs(10);

pub struct Service {
    client: Client,
    signing: SigningService,
}

const fn away(why: &'static str) -> SigningFailure {
    SigningFailure::Away { why, after: None }
}

impl Service {
    /// Nobody is asked anything yet; the secret is read once, so that a missing file is told when the
    /// product starts.
    ///
    /// # Errors
    /// A sentence for the person who starts the product.
    pub fn open(signing: &SigningService) -> Result<Self, String> {
        signing.token.read()?;
        // What the client speaks TLS with, unless the program chose already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let loopback = is_loopback(&signing.url);
        let mut builder = Client::builder()
            .timeout(signing.patience)
            .connect_timeout(CONNECT)
            // Documents and the secret go to the address that was written, and nowhere else.
            .redirect(Policy::none())
            .https_only(signing.url.scheme() == "https");
        if loopback {
            builder = builder.no_proxy();
        }
        let client = builder
            .build()
            .map_err(|_| "SIGNING_URL: el cliente de firmas no se puede preparar.".to_owned())?;
        Ok(Self { client, signing: signing.clone() })
    }

    pub fn name(&self) -> &str {
        &self.signing.name
    }

    /// Sends a document and returns the answer of the service, whatever it is.
    pub async fn ask(&self, pdf: Vec<u8>) -> Result<Vec<u8>, SigningFailure> {
        let token = self.signing.token.read().map_err(|_| away("our secret cannot be read"))?;
        let most = pdf.len() + MOST_ADDED;
        let answer = self
            .client
            .post(self.signing.url.clone())
            .bearer_auth(token.expose())
            .header(CONTENT_TYPE, "application/pdf")
            .header(ACCEPT, "application/pdf")
            // The same document again, after a stop or a lost answer, is the same request.
            .header("Idempotency-Key", secrets::digest(&pdf))
            .body(pdf)
            .send()
            .await
            .map_err(|error| told(&error))?;
        let status = answer.status();
        if status != StatusCode::OK {
            return Err(refused(status, &answer));
        }
        body(answer, most).await
    }
}

/// Reads the answer, up to the size that a signed document can have.
async fn body(mut answer: Response, most: usize) -> Result<Vec<u8>, SigningFailure> {
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(|error| told(&error))? {
        if bytes.len() + piece.len() > most {
            return Err(SigningFailure::Wrong(Objection::TooLarge));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// Names a failed request. The text of the error holds the address, so it is not repeated.
fn told(error: &reqwest::Error) -> SigningFailure {
    away(if error.is_timeout() {
        "the service took too long"
    } else if error.is_connect() {
        "the service is not reached"
    } else {
        "the service broke off"
    })
}

fn refused(status: StatusCode, answer: &Response) -> SigningFailure {
    let after = answer.headers().get(RETRY_AFTER);
    let after = after.and_then(|text| text.to_str().ok()).and_then(|text| text.parse().ok());
    let after = after.map(Duration::from_secs);
    match status.as_u16() {
        401 | 403 => away("the service does not take our secret"),
        408 | 425 | 429 | 500..=599 => SigningFailure::Away { why: "the service is busy", after },
        // About this document: asking again would be answered alike.
        status @ (400 | 413 | 415 | 422) => SigningFailure::Never(status),
        // About the address: one that is wrong answers nobody.
        _ => away("the service does not answer as docs/interface/signing.md says"),
    }
}
