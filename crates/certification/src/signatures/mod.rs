//! The port for digital signatures: a document goes out as it was rendered and comes back with a
//! signature of somebody else behind it (PAdES). Without a provider documents are what was rendered.
//!
//! The product holds no key and claims nothing about what a signature is worth. What it makes sure of
//! is that nothing but a signature was added (`update`), that nobody is given a document before it has
//! its signature, and that each is signed once.

pub mod checks;
mod service;
pub mod update;
pub mod views;
mod waits;

use std::time::Duration;

use chrono::{DateTime, Utc};

use platform::app::App;
use platform::config::Config;
use platform::secrets;

use self::service::Service;
use self::waits::{Next, Waits};
use super::backlog::Backlog;
use super::entity::certificate::CertificateId;
use super::entity::certificate_document;

pub use update::Objection;

/// Who signs.
pub enum Provider {
    Nobody,
    Service(Box<Service>),
}

/// Why there is no signature.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// Whoever signs was not there; says perhaps when to come again.
    #[error("{why}")]
    Away { why: &'static str, after: Option<Duration> },
    /// What came back is not this document with a signature.
    #[error("the answer was not taken: {0}")]
    Wrong(#[from] Objection),
    /// Whoever signs says that it will never sign this one.
    #[error("the service refuses this document with {0}")]
    Never(u16),
}

/// A document to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    pub pdf: Vec<u8>,
    pub signature: Option<Signature>,
}

/// Who signed, and what: the first bytes of the document, as they were rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub provider: String,
    pub rendered_sha256: String,
    pub rendered_length: i64,
}

impl Paper {
    pub fn unsigned(pdf: Vec<u8>) -> Self {
        Self { pdf, signature: None }
    }
}

/// Whether documents wait for somebody's signature before anybody is given them.
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

    /// The document as it is to be kept.
    ///
    /// # Errors
    /// Nobody signed it, or not as it should be.
    pub async fn sign(&self, rendered: Vec<u8>) -> Result<Paper, Trouble> {
        let Self::Service(service) = self else {
            return Ok(Paper::unsigned(rendered));
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
        Ok(Paper { pdf, signature: Some(signature) })
    }
}

/// What the worker holds between its rounds: who signs, and who waits.
pub struct Signing {
    provider: Provider,
    waits: Waits,
}

impl Signing {
    /// # Errors
    /// As [`Provider::of`].
    pub fn of(config: &Config) -> Result<Self, String> {
        Ok(Self { provider: Provider::of(config)?, waits: Waits::default() })
    }

    /// Nobody is to be asked now.
    pub fn is_resting(&self, now: DateTime<Utc>) -> bool {
        self.waits.is_resting(now)
    }

    /// Certificates whose turn has not come again.
    pub fn held(&self, now: DateTime<Utc>) -> Vec<i64> {
        self.waits.held(now)
    }

    /// The document as it is to be kept; none when it has to wait, which is told in the log.
    pub async fn paper(
        &self,
        app: &App,
        backlog: &Backlog,
        id: CertificateId,
        rendered: Vec<u8>,
    ) -> Option<Paper> {
        let trouble = match self.provider.sign(rendered).await {
            Ok(paper) => {
                self.waits.signed(id);
                return Some(paper);
            }
            Err(trouble) => trouble,
        };
        let (certificate, reason) = (id.0, trouble.to_string());
        match self.waits.failed(id, &trouble, app.clock.now()) {
            Next::Later(wait) => {
                let seconds = wait.as_secs();
                tracing::warn!(certificate, reason, seconds, "a certificate waits to be signed");
            }
            Next::PassBy => {
                backlog.pass_by(id);
                tracing::error!(certificate, reason, "a certificate was not signed");
            }
        }
        None
    }
}

/// What the row says of its signature.
pub fn of_row(row: &certificate_document::Model) -> Option<Signature> {
    Some(Signature {
        provider: row.signing_provider.clone()?,
        rendered_sha256: row.rendered_sha256.clone()?,
        rendered_length: row.rendered_length?,
    })
}
