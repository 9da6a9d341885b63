//! A cohort's certificates: who gets one and who does not, and what was issued.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use platform::fields::FormState;
use platform::pager::Pager;
use platform::pages::{Crumb, Figure, View};

use super::CertificationTag;

/// A tab that leads to one page of a cohort's certificates.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    pub label: &'static str,
    pub href: String,
    pub current: bool,
}

/// The people of a cohort before issuing: who gets a certificate, who does not, and which requirement
/// fails.
#[derive(Serialize)]
pub struct CertificateReviewPage {
    pub form: FormState,
    pub cohort: CohortId,
    pub cohort_name: String,
    pub course: String,
    pub tag: CertificationTag,
    pub tabs: Vec<Tab>,
    /// «Asistencia mínima de 80 % y nota final mínima de 3,0».
    pub rule: String,
    /// One paragraph that explains how attendance counts.
    pub attendance: String,
    /// Why no certificate can be issued yet; `None` means that they can.
    pub waiting: Option<String>,
    pub figures: Vec<Figure>,
    /// Number of people for whom the button issues; 0 hides the button.
    pub to_issue: usize,
    pub button: String,
    /// The last batch of the cohort.
    pub batch: Option<BatchLine>,
    pub any_issued: bool,
    pub rows: Vec<CertificateReviewRow>,
    pub pager: Pager,
}

/// A batch in one line.
#[derive(Serialize)]
pub struct BatchLine {
    pub text: String,
    pub action: &'static str,
    pub href: String,
}

#[derive(Serialize)]
pub struct CertificateReviewRow {
    pub name: String,
    pub document: String,
    pub attendance: String,
    pub grade: String,
    pub tone: &'static str,
    pub result: &'static str,
    pub why: String,
    /// Address and number of the latest certificate.
    pub href: Option<String>,
    pub number: String,
    /// The enrolment, where a revoked certificate can be issued again.
    pub again: Option<i64>,
}

fn crumbs(cohort: CohortId, name: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(name, format!("/cohortes/{cohort}")),
        Crumb::here("Certificados"),
    ]
}

impl View for CertificateReviewPage {
    const TEMPLATE: &'static str = "pages/certification/review";
    fn title(&self) -> String {
        format!("Certificados de {}", self.cohort_name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.cohort, &self.cohort_name)
    }
    fn samples() -> Vec<Self> {
        let row = |tone, result, why: &str, again| CertificateReviewRow {
            name: "Guayacán Ñandú, Luz Marcela".into(),
            document: "C. C. 1.234.567".into(),
            attendance: "72 %".into(),
            grade: "4,2".into(),
            tone,
            result,
            why: why.into(),
            href: (tone == "active").then(|| "/certificados/7".to_owned()),
            number: "2026-000123".into(),
            again,
        };
        let page = |waiting: Option<String>, to_issue, rows: Vec<CertificateReviewRow>| Self {
            form: FormState::default(),
            cohort: CohortId(1),
            cohort_name: "Meta 2026-2".into(),
            course: "Gestión tributaria territorial".into(),
            tag: CertificationTag { stage: "closed", label: "Cerrada" },
            tabs: tabs(CohortId(1), CertificateTab::Review),
            attendance: "Mínimo de asistencia: 80 %.".into(),
            rule: "Asistencia mínima de 80 % y nota final mínima de 3,0.".into(),
            waiting,
            figures: vec![Figure::new(12, "listas para expedir")],
            to_issue,
            button: "Expedir 12 certificados".into(),
            batch: (to_issue > 0).then(|| BatchLine {
                text: "Hay una expedición en curso, de 12 personas.".into(),
                action: "Ver cómo va",
                href: "/expediciones/1".into(),
            }),
            any_issued: to_issue > 0,
            pager: Pager::new(None, rows.len() as u64, "/x"),
            rows,
        };
        let full = vec![
            row("active", "Expedido", "", None),
            row("error", "No cumple", "Se pide asistencia de 80 % y tiene 72 %.", None),
            row("revoked", "Revocado", "", Some(9)),
        ];
        vec![page(Some("Faltan 2 sesiones por dictar.".into()), 0, vec![]), page(None, 12, full)]
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
#[derive(Serialize)]
pub struct IssuedPage {
    pub cohort: CohortId,
    pub cohort_name: String,
    pub course: String,
    pub tag: CertificationTag,
    /// Empty for readers who do not issue.
    pub tabs: Vec<Tab>,
    /// The reader may download every document.
    pub may_download: bool,
    pub rows: Vec<IssuedRow>,
    pub pager: Pager,
}

#[derive(Serialize)]
pub struct IssuedRow {
    pub number: String,
    pub href: Option<String>,
    pub name: String,
    pub document: String,
    pub kind: &'static str,
    pub issued_on: String,
    pub state: &'static str,
    pub state_label: &'static str,
}

impl View for IssuedPage {
    const TEMPLATE: &'static str = "pages/certification/issued";
    fn title(&self) -> String {
        format!("Certificados expedidos de {}", self.cohort_name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.cohort, &self.cohort_name)
    }
    fn samples() -> Vec<Self> {
        let row = |href: Option<&str>, state, state_label| IssuedRow {
            number: "2026-000123".into(),
            href: href.map(str::to_owned),
            name: "Luz Marcela Guayacán Ñandú".into(),
            document: "CC 1.***.*67".into(),
            kind: "Certificado",
            issued_on: "30/11/2026".into(),
            state,
            state_label,
        };
        let page = |tabs, may_download, rows: Vec<IssuedRow>| Self {
            cohort: CohortId(1),
            cohort_name: "Meta 2026-2".into(),
            course: "Gestión tributaria territorial".into(),
            tag: CertificationTag { stage: "closed", label: "Cerrada" },
            tabs,
            may_download,
            pager: Pager::new(None, rows.len() as u64, "/x"),
            rows,
        };
        vec![
            page(vec![], false, vec![]),
            page(vec![], false, vec![row(None, "active", "Válido")]),
            page(
                tabs(CohortId(1), CertificateTab::Issued),
                true,
                vec![
                    row(Some("/certificados/7"), "active", "Válido"),
                    row(Some("/certificados/8"), "revoked", "Revocado"),
                ],
            ),
        ]
    }
}
