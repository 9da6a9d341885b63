//! One certificate, for its holder and for those who issue, and its revocation.

use platform::pager::address;
use platform::prelude::*;
use platform::texts::say;

use super::{StageTag, Successor};
use crate::entity::certificate::CertificateId;
use crate::templates::views::{DocumentLikeness, SHEET};

#[derive(Serialize, Example)]
pub struct CertificatePage {
    pub certificate: CertificateId,
    pub kind: &'static str,
    pub number: String,
    pub course: String,
    pub tag: StageTag,
    pub facts: Vec<Fact>,
    pub display_code: String,
    pub verify_path: String,
    pub verify_url: String,
    /// The address of the credential; `None` until it is signed.
    pub credential: Option<String>,
    /// Public reason and date of a revocation.
    pub revoked: Option<String>,
    pub successor: Option<Successor>,
    /// The page where the reader decides about a change behind the certificate; `None` means that no
    /// change waits, or that the reader does not decide.
    pub changes: Option<String>,
    pub may_revoke: bool,
    /// The reader is its holder.
    pub is_own: bool,
    /// Where its holder shows a valid one to others.
    pub share: Option<ShareLinks>,
    /// How a valid one looks, for its holder; `None` too where it has no look of a template.
    pub likeness: Option<DocumentLikeness>,
    /// The list that leads here: the cohort's, or the reader's own certificates.
    pub back: Crumb,
}

impl View for CertificatePage {
    const TEMPLATE: &'static str = "pages/certification/certificate";
    const SHEET: Option<&'static str> = SHEET;
    fn title(&self) -> String {
        format!("{} {}", self.kind, self.number)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), self.back.clone(), Crumb::here(self.number.clone())]
    }
}

/// Addresses of other services that take the public address of a certificate.
#[derive(Serialize, Example)]
pub struct ShareLinks {
    pub whatsapp: String,
    pub linkedin: String,
}

impl ShareLinks {
    pub fn of(kind: &str, course: &str, verify_url: &str) -> Self {
        let facts = [("kind", kind), ("course", course), ("url", verify_url)];
        let text = say("certification.share", &facts.map(|(name, fact)| (name, fact.to_owned())));
        Self {
            whatsapp: address("https://wa.me/", &[("text", &text)]),
            linkedin: address(
                "https://www.linkedin.com/sharing/share-offsite/",
                &[("url", verify_url)],
            ),
        }
    }
}

#[derive(Serialize, Example)]
pub struct RevocationPage {
    pub form: FormState,
    pub certificate: CertificateId,
    pub kind: &'static str,
    pub number: String,
    pub facts: Vec<Fact>,
}

impl View for RevocationPage {
    const TEMPLATE: &'static str = "pages/certification/revocation";
    fn title(&self) -> String {
        format!("Revocar {}", self.number)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to(self.number.clone(), format!("/certificados/{}", self.certificate)),
            Crumb::here("Revocar"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
