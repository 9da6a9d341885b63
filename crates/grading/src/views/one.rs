//! One grade of one person, with everything that was ever written of it.

use serde::Serialize;

use platform::pages::{Crumb, Fact, View};

#[derive(Clone, Debug, Serialize)]
pub struct GradePage {
    /// The name of the activity.
    pub name: String,
    pub person: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub grades_href: String,
    pub facts: Vec<Fact>,
    /// Where the work is that was graded: the test's attempts, the products.
    pub work: Option<WorkLink>,
    /// The newest first.
    pub entries: Vec<EntryLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct WorkLink {
    pub href: String,
    pub label: &'static str,
}

#[derive(Clone, Debug, Serialize)]
pub struct EntryLine {
    pub when: String,
    pub who: String,
    /// «prueba».
    pub origin: &'static str,
    /// «sin nota → 4,2».
    pub change: String,
    pub reason: Option<String>,
}

impl View for GradePage {
    const TEMPLATE: &'static str = "pages/assessment/one";
    fn title(&self) -> String {
        format!("Nota de {}: {}", self.person, self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(self.title.clone(), self.cohort_href.clone()),
            Crumb::to("Notas", self.grades_href.clone()),
            Crumb::here(self.person.clone()),
        ]
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            name: "Prueba final".into(),
            person: "Ana Ruiz".into(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            grades_href: "/cohortes/1/notas".into(),
            facts: vec![Fact::new("Nota", "4,2")],
            work: Some(WorkLink {
                href: "/actividades/1/prueba/intentos".into(),
                label: "Intentos de la prueba",
            }),
            entries: vec![
                EntryLine {
                    when: "24/11/2026, 8:15 a. m.".into(),
                    who: "Luz Peña".into(),
                    origin: "a mano",
                    change: "4,0 → 4,2".into(),
                    reason: Some("La pregunta 3 admitía otra respuesta.".into()),
                },
                EntryLine {
                    when: "23/11/2026, 8:15 a. m.".into(),
                    who: "Ana Ruiz".into(),
                    origin: "prueba",
                    change: "sin nota → 4,0".into(),
                    reason: None,
                },
            ],
        };
        let empty = Self { entries: vec![], work: None, ..full.clone() };
        vec![full, empty]
    }
}
