//! The port for digital signatures: a document goes out as it was rendered and comes back with the
//! signature of a service behind it (PAdES). Without a provider documents are what was rendered.
//!
//! The product holds no key and claims nothing about what a signature is worth. What it makes sure of
//! is that nothing but a signature was added (`update`), that nobody is given a document before it has
//! its signature, and that each is signed once.

mod backoff;
pub mod checks;
mod service;
pub mod update;
pub mod views;

use std::time::Duration;

use chrono::{DateTime, Utc};

use platform::app::App;
use platform::config::Config;
use platform::secrets;

use self::backoff::{NextAttempt, SigningBackoff};
use self::service::Service;
use super::backlog::Backlog;
use super::entity::certificate::CertificateId;
use super::entity::certificate_document;

pub use update::Objection;

/// What signs the documents: nothing, or a service.
pub enum Provider {
    Nobody,
    Service(Box<Service>),
}

/// Why a document was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningFailure {
    /// The service was not available; `after` is the time to wait, if the service named one.
    #[error("{why}")]
    Away { why: &'static str, after: Option<Duration> },
    /// The answer is not this document with a signature.
    #[error("the answer was not taken: {0}")]
    Wrong(#[from] Objection),
    /// The service says that it will never sign this document.
    #[error("the service refuses this document with {0}")]
    Never(u16),
}

/// A rendered document, with its signature if a service signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificatePdf {
    pub pdf: Vec<u8>,
    pub signature: Option<Signature>,
}

/// The provider that signed, and what it signed: the first bytes of the document, as they were rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub provider: String,
    pub rendered_sha256: String,
    pub rendered_length: i64,
}

impl CertificatePdf {
    pub fn unsigned(pdf: Vec<u8>) -> Self {
        Self { pdf, signature: None }
    }
}

/// Returns whether documents are given out only after they were signed.
pub fn are_awaited(config: &Config) -> bool {
    config.signing.is_some()
}

impl Provider {
    /// # Errors
    /// A sentence for the person who starts the product.
    pub fn of(config: &Config) -> Result<Self, String> {
        match &config.signing {
            None => Ok(Self::Nobody),
            Some(signing) => Ok(Self::Service(Box::new(Service::open(signing)?))),
        }
    }

    /// Returns the document to store.
    ///
    /// # Errors
    /// The service did not sign it, or its answer is not a signature of it.
    pub async fn sign(&self, rendered: Vec<u8>) -> Result<CertificatePdf, SigningFailure> {
        let Self::Service(service) = self else {
            return Ok(CertificatePdf::unsigned(rendered));
        };
        let signature = Signature {
            provider: service.name().to_owned(),
            rendered_sha256: secrets::digest(&rendered),
            rendered_length: i64::try_from(rendered.len()).unwrap_or(i64::MAX),
        };
        // An update begins on a line of its own, and typst ends the file without one: with it there, no
        // library can forget it, and the signed file stays PDF/A.
        let mut sent = rendered;
        sent.push(b'\n');
        let pdf = service.ask(sent.clone()).await?;
        update::judge(&sent, &pdf)?;
        Ok(CertificatePdf { pdf, signature: Some(signature) })
    }
}

/// Signs documents for the worker and remembers between its rounds which of them wait.
pub struct DocumentSigner {
    provider: Provider,
    waits: SigningBackoff,
}

impl DocumentSigner {
    /// # Errors
    /// The same as those of [`Provider::of`].
    pub fn of(config: &Config) -> Result<Self, String> {
        Ok(Self { provider: Provider::of(config)?, waits: SigningBackoff::default() })
    }

    /// Returns whether the service is left alone now.
    pub fn is_resting(&self, now: DateTime<Utc>) -> bool {
        self.waits.is_resting(now)
    }

    /// Returns the certificates whose next attempt has not come yet.
    pub fn held(&self, now: DateTime<Utc>) -> Vec<i64> {
        self.waits.held(now)
    }

    /// Returns the document to store, signed if a service signs. `None` means that it has to wait; the
    /// log says why.
    pub async fn sign(
        &self,
        app: &App,
        backlog: &Backlog,
        id: CertificateId,
        rendered: Vec<u8>,
    ) -> Option<CertificatePdf> {
        let trouble = match self.provider.sign(rendered).await {
            Ok(paper) => {
                self.waits.signed(id);
                return Some(paper);
            }
            Err(trouble) => trouble,
        };
        let (certificate, reason) = (id.0, trouble.to_string());
        match self.waits.failed(id, &trouble, app.clock.now()) {
            NextAttempt::Later(wait) => {
                let seconds = wait.as_secs();
                tracing::warn!(certificate, reason, seconds, "a certificate waits to be signed");
            }
            NextAttempt::PassBy => {
                backlog.pass_by(id);
                tracing::error!(certificate, reason, "a certificate was not signed");
            }
        }
        None
    }
}

/// Returns the signature of a stored document; `None` means that it has none.
pub fn of_row(row: &certificate_document::Model) -> Option<Signature> {
    Some(Signature {
        provider: row.signing_provider.clone()?,
        rendered_sha256: row.rendered_sha256.clone()?,
        rendered_length: row.rendered_length?,
    })
}
