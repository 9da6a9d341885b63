//! The page where changes behind certificates are decided, and what would be done.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Sample, View, samples_of};

use super::rules::{Deed, Difference};
use crate::views::{CertificateTab, CertificationTag, Tab, tabs};

/// A certificate with what changed behind it.
#[derive(Clone, Debug, Serialize)]
pub struct CertificateChangeRow {
    /// «7:5f2c…»: the certificate and the digest of what is shown.
    pub shown: String,
    pub checked: bool,
    pub name: String,
    pub number: String,
    pub href: String,
    pub differences: Vec<Difference>,
    pub tag: CertificationTag,
    /// What the change asks for, in a sentence.
    pub advice: String,
}

/// The certificates of a cohort behind which something changed, or all of them.
#[derive(Clone, Debug, Serialize)]
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
#[derive(Clone, Debug, Serialize)]
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

#[derive(Clone, Debug, Serialize)]
pub struct DecisionPreviewRow {
    pub shown: String,
    pub name: String,
    pub number: String,
    /// Whether the button would change this certificate.
    pub is_done: bool,
    pub tag: CertificationTag,
    /// What would happen, or why nothing would.
    pub outcome: String,
}

fn crumbs(cohort: CohortId, name: &str, here: &'static str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(name, format!("/cohortes/{cohort}")),
        Crumb::to("Certificados", format!("/cohortes/{cohort}/certificados")),
        Crumb::here(here),
    ]
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

fn samples_of_rows() -> Vec<CertificateChangeRow> {
    let row = |number: &str, differences, tag, advice: &str| CertificateChangeRow {
        shown: "7:5f2c".into(),
        checked: false,
        name: "Luz Marcela Guayacán Ñandú".into(),
        number: number.into(),
        href: "/certificados/7".into(),
        differences,
        tag,
        advice: advice.into(),
    };
    let changed = |label, before: &str, now: &str| Difference {
        label,
        before: before.into(),
        now: now.into(),
    };
    vec![
        row(
            "2026-000123",
            vec![changed("Nota final", "3,2", "2,8"), changed("Regla", "Cumple", "No cumple")],
            CertificationTag { stage: "error", label: "Ya no cumple" },
            "La nota final mínima es 3,0 y tiene 2,8.",
        ),
        row(
            "2026-000124",
            vec![changed("Nombre", "Luz Guayacan", "Luz Marcela Guayacán Ñandú")],
            CertificationTag { stage: "warning", label: "Otros datos" },
            "El documento dice otra cosa: se puede reemplazar.",
        ),
        row("2026-000125", vec![], CertificationTag { stage: "success", label: "Sin cambios" }, ""),
    ]
}

impl View for CertificateChangesPage {
    const TEMPLATE: &'static str = "pages/certification/changes";
    fn title(&self) -> String {
        format!("Cambios después de expedir en {}", self.cohort_name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.cohort, &self.cohort_name, "Cambios después de expedir")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |form: FormState, rows: Vec<CertificateChangeRow>, is_all| Self {
            chosen_error: form.error("certificado").map(str::to_owned),
            form,
            cohort: CohortId(1),
            cohort_name: "Meta 2026-2".into(),
            course: "Gestión tributaria territorial".into(),
            tabs: tabs(CohortId(1), CertificateTab::Changes),
            is_all,
            pager: Pager::new(None, rows.len() as u64, "/x"),
            rows,
            deeds: deeds(),
        };
        let wrong = FormState::default()
            .refused("certificado", "Marque al menos un certificado.")
            .with("hacer", "revocar");
        vec![
            page(FormState::default(), vec![], false),
            page(FormState::default(), samples_of_rows(), true),
            page(wrong, samples_of_rows(), false),
        ]
    }
}

impl View for DecisionPreviewPage {
    const TEMPLATE: &'static str = "pages/certification/changes_preview";
    fn title(&self) -> String {
        self.title.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(self.cohort, &self.cohort_name, "Lo que va a pasar")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let row = |is_done, stage, label, outcome: &str| DecisionPreviewRow {
            shown: "7:5f2c".into(),
            name: "Luz Marcela Guayacán Ñandú".into(),
            number: "2026-000123".into(),
            is_done,
            tag: CertificationTag { stage, label },
            outcome: outcome.into(),
        };
        let page = |deed: Deed, rows: Vec<DecisionPreviewRow>| Self {
            form: FormState::default(),
            cohort: CohortId(1),
            cohort_name: "Meta 2026-2".into(),
            course: "Gestión tributaria territorial".into(),
            deed,
            deed_code: deed.code(),
            title: "Reemplazar 1 certificado".into(),
            reason: "El nombre quedó mal escrito al inscribirse.".into(),
            to_do: rows.iter().filter(|row| row.is_done).count(),
            button: "Reemplazar 1 certificado".into(),
            rows,
        };
        vec![
            page(
                Deed::Replace,
                vec![
                    row(true, "success", "Se hará", "Recibe otro número y un correo."),
                    row(false, "error", "No se hará", "Ya no cumple la regla."),
                ],
            ),
            page(Deed::Revoke, vec![row(false, "error", "No se hará", "Ya no está activo.")]),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<CertificateChangesPage>(), samples_of::<DecisionPreviewPage>()]
        .into_iter()
        .flatten()
        .collect()
}
