//! The four minimum activities of a cohort (R10), as a checklist and as a form.

use platform::prelude::*;

use super::cohort_crumbs;
use crate::entity::session;
use crate::queries::CohortRow;

/// One of the four.
#[derive(Clone, Debug, Serialize, Example)]
pub struct MinimumActivity {
    pub name: &'static str,
    /// What is planned, or what shows that it was done.
    pub text: Option<String>,
    pub tag: &'static str,
    pub tag_label: &'static str,
}

impl MinimumActivity {
    fn new(name: &'static str, planned: Option<String>, done: Option<String>) -> Self {
        let (tag, tag_label) = match (&planned, &done) {
            (_, Some(_)) => ("success", "Hecha"),
            (Some(_), None) => ("info", "Planeada"),
            (None, None) => ("warning", "Falta"),
        };
        Self { name, text: done.or(planned), tag, tag_label }
    }
}

/// The four, two of them told by what the product knows already: the sessions are the agenda, and
/// attendance and the certificate's rule are the follow-up.
pub fn checklist(row: &CohortRow, sessions: &[session::Model]) -> Vec<MinimumActivity> {
    let active: Vec<_> =
        sessions.iter().filter(|one| one.stage != session::Stage::Cancelled).collect();
    let count = numbers::some(active.len(), "sesión", "sesiones");
    let planned = !active.is_empty();
    let held = planned && active.iter().all(|one| one.stage != session::Stage::Planned);
    let cohort = &row.cohort;
    vec![
        MinimumActivity::new(
            "Planeación y agendamiento",
            planned.then(|| format!("Agenda de {count}")),
            held.then(|| format!("Agenda cumplida: {count}")),
        ),
        MinimumActivity::new("Metodología", cohort.method.clone(), cohort.method_evidence.clone()),
        MinimumActivity::new(
            "Seguimiento y evaluación",
            Some(row.rule()),
            held.then(|| format!("Asistencia registrada en {count}")),
        ),
        MinimumActivity::new(
            "Gestión del conocimiento",
            cohort.knowledge.clone(),
            cohort.knowledge_evidence.clone(),
        ),
    ]
}

/// Writing what the product cannot know.
#[derive(Serialize, Example)]
pub struct MinimumPage {
    pub form: FormState,
    pub id: i64,
    pub cohort: String,
    pub activities: Vec<MinimumActivity>,
}

impl View for MinimumPage {
    const TEMPLATE: &'static str = "pages/cohorts/minimum";
    fn title(&self) -> String {
        "Actividades mínimas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &format!("/cohortes/{}", self.id), "Actividades mínimas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
