//! The page where changes behind certificates are decided, and what would be done.

use cohorts_model::entity::cohort::CohortId;
use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

use super::rules::{Deed, Difference};
use crate::views::{StageTag, Tab, certificate_crumbs};

/// A certificate with what changed behind it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CertificateChangeRow {
    /// «7:5f2c…»: the certificate and the digest of what is shown.
    pub shown: String,
    pub checked: bool,
    pub name: String,
    pub number: String,
    pub href: String,
    #[example(if size.truth { vec![] } else { Example::example(size) })]
    pub differences: Vec<Difference>,
    pub tag: StageTag,
    /// What the change asks for, in a sentence.
    pub advice: String,
}

/// The certificates of a cohort behind which something changed, or all of them.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CertificateChangesPage {
    pub form: FormState,
    pub cohort: CohortId,
    pub cohort_name: String,
    pub course: String,
    pub tabs: Vec<Tab>,
    /// Every active certificate and not only those that wait.
    pub is_all: bool,
    /// What is wrong with the choice of certificates.
    pub chosen_error: Option<String>,
    pub rows: Vec<CertificateChangeRow>,
    pub deeds: Vec<Alternative>,
    pub pager: Pager,
}

/// What a press of the button would do, person by person.
#[derive(Clone, Debug, Serialize, Example)]
pub struct DecisionPreviewPage {
    pub form: FormState,
    pub cohort: CohortId,
    pub cohort_name: String,
    pub course: String,
    pub deed: Deed,
    pub deed_code: &'static str,
    pub title: String,
    pub reason: String,
    pub rows: Vec<DecisionPreviewRow>,
    /// Number of rows that the button would change; 0 hides the button.
    pub to_do: usize,
    pub button: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct DecisionPreviewRow {
    pub shown: String,
    pub name: String,
    pub number: String,
    /// Whether the button would change this certificate.
    pub is_done: bool,
    pub tag: StageTag,
    /// What would happen, or why nothing would.
    pub outcome: String,
}

/// What may be done, as the form offers it.
pub fn deeds() -> Vec<Alternative> {
    [
        (Deed::Keep, "Mantenerlo como está"),
        (Deed::Replace, "Reemplazarlo por otro con los datos de hoy"),
        (Deed::Revoke, "Revocarlo"),
    ]
    .map(|(deed, label)| Alternative::new(deed.code(), label))
    .into()
}

impl View for CertificateChangesPage {
    const TEMPLATE: &'static str = "pages/certification/changes";
    fn title(&self) -> String {
        format!("Cambios después de expedir en {}", self.cohort_name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        certificate_crumbs(self.cohort, &self.cohort_name, "Cambios después de expedir")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

impl View for DecisionPreviewPage {
    const TEMPLATE: &'static str = "pages/certification/changes_preview";
    fn title(&self) -> String {
        self.title.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        certificate_crumbs(self.cohort, &self.cohort_name, "Lo que va a pasar")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<CertificateChangesPage>(), samples_of::<DecisionPreviewPage>()]
        .into_iter()
        .flatten()
        .collect()
}
