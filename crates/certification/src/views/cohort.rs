//! A cohort's certificates: who gets one and who does not, and what was issued.

use cohorts_model::entity::cohort::CohortId;
use cohorts_model::views::cohort_crumbs;
use platform::prelude::*;

use super::{Signpost, StageTag};

/// A tab that leads to one page of a cohort's certificates.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Tab {
    pub label: &'static str,
    pub href: String,
    pub current: bool,
}

/// The people of a cohort before issuing: who gets a certificate, who does not, and which requirement
/// fails.
#[derive(Serialize, Example)]
pub struct CertificateReviewPage {
    pub form: FormState,
    pub cohort: CohortId,
    pub cohort_name: String,
    pub course: String,
    pub tag: StageTag,
    pub tabs: Vec<Tab>,
    /// «Asistencia mínima de 80 % y nota final mínima de 3,0».
    pub rule: String,
    /// One paragraph that explains how attendance counts.
    pub attendance: String,
    /// Why no certificate can be issued yet; `None` means that they can.
    pub waiting: Option<String>,
    /// Whom the reader may confirm as the second person.
    pub seconds: Vec<AwaitedSecondRow>,
    pub figures: Vec<Figure>,
    /// Number of people for whom the button issues; 0 hides the button.
    pub to_issue: usize,
    pub button: String,
    /// The last batch of the cohort.
    pub batch: Option<Signpost>,
    pub any_issued: bool,
    pub rows: Vec<CertificateReviewRow>,
    pub pager: Pager,
}

#[derive(Serialize, Example)]
pub struct CertificateReviewRow {
    pub name: String,
    pub document: String,
    pub attendance: String,
    pub grade: String,
    /// The grade is a number, and not what is missing for one.
    pub is_graded: bool,
    pub tone: &'static str,
    pub result: &'static str,
    pub why: String,
    /// Address and number of the latest certificate.
    pub href: Option<String>,
    pub number: String,
    /// The enrolment, where a revoked certificate can be issued again.
    pub again: Option<i64>,
}

/// A certificate that waits for a second person.
#[derive(Serialize, Example)]
pub struct AwaitedSecondRow {
    pub name: String,
    pub enrolment: i64,
}

/// The way to a page below a cohort's certificates.
pub fn certificate_crumbs(cohort: CohortId, name: &str, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(name, format!("/cohortes/{cohort}")),
        Crumb::to("Certificados", format!("/cohortes/{cohort}/certificados")),
        Crumb::here(here),
    ]
}

impl View for CertificateReviewPage {
    const TEMPLATE: &'static str = "pages/certification/review";
    fn title(&self) -> String {
        format!("Certificados de {}", self.cohort_name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort_name, &format!("/cohortes/{}", self.cohort), "Certificados")
    }
}

/// A page of a cohort's certificates, as one of its tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateTab {
    Review,
    Issued,
    Changes,
}

/// The tabs of a cohort's certificates.
pub fn tabs(cohort: CohortId, shown: CertificateTab) -> Vec<Tab> {
    [
        (CertificateTab::Review, "Revisión", ""),
        (CertificateTab::Issued, "Expedidos", "?vista=expedidos"),
        (CertificateTab::Changes, "Cambios después", "/cambios"),
    ]
    .map(|(tab, label, end)| Tab {
        label,
        href: format!("/cohortes/{cohort}/certificados{end}"),
        current: tab == shown,
    })
    .into()
}

/// What was issued in the cohort, with its states.
#[derive(Serialize, Example)]
pub struct IssuedPage {
    pub cohort: CohortId,
    pub cohort_name: String,
    pub course: String,
    pub tag: StageTag,
    /// Empty for readers who do not issue.
    pub tabs: Vec<Tab>,
    /// The reader may download every document.
    pub may_download: bool,
    pub rows: Vec<IssuedRow>,
    pub pager: Pager,
}

#[derive(Serialize, Example)]
pub struct IssuedRow {
    pub number: String,
    pub href: Option<String>,
    pub name: String,
    pub document: String,
    pub kind: &'static str,
    pub issued_on: String,
    pub tag: StageTag,
}

impl View for IssuedPage {
    const TEMPLATE: &'static str = "pages/certification/issued";
    fn title(&self) -> String {
        format!("Certificados expedidos de {}", self.cohort_name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort_name, &format!("/cohortes/{}", self.cohort), "Certificados")
    }
}
