//! One grade of one person, with everything that was ever written of it.

use platform::prelude::*;

#[derive(Clone, Debug, Serialize, Example)]
pub struct GradePage {
    /// The name of the activity.
    pub name: String,
    pub person: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub facts: Vec<Fact>,
    /// Where the work is that was graded: the test's attempts, the products.
    pub work: Option<WorkLink>,
    /// The newest first.
    pub entries: Vec<EntryLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct WorkLink {
    pub href: String,
    pub label: &'static str,
}

#[derive(Clone, Debug, Serialize, Example)]
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
            Crumb::to("Notas", format!("{}/notas", self.cohort_href)),
            Crumb::here(self.person.clone()),
        ]
    }
}
