//! Pages of appeals: one's own grade, one appeal, the lists of those who answer.

use cohorts_model::views::cohort_crumbs;
use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};
use platform::prelude::*;

/// One's own grade: where it comes from, and asking that it be looked at again.
#[derive(Clone, Debug, Serialize, Example)]
pub struct LearnerGradePage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    /// The title of the cohort.
    pub title: String,
    pub place_href: String,
    pub facts: Vec<Fact>,
    pub story: Vec<Moment>,
    pub appeals: Vec<AppealLine>,
    /// Until when the grade may be appealed. `None` means that it may not.
    pub until: Option<String>,
    /// Why the grade may not be appealed.
    pub blocked: Option<String>,
    pub action: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AppealLine {
    pub href: String,
    pub when: String,
    pub tone: &'static str,
    pub state: &'static str,
}

fn own_crumbs(title: &str, place_href: &str, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Mis inscripciones", "/mis-inscripciones"),
        Crumb::to(title, place_href),
        Crumb::here(here),
    ]
}

impl View for LearnerGradePage {
    const TEMPLATE: &'static str = "pages/assessment/appeals/own";
    fn title(&self) -> String {
        format!("Mi nota: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        own_crumbs(&self.title, &self.place_href, &self.name)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// One appeal, for the learner and for the person who decides it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct AppealPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    pub person: String,
    pub title: String,
    pub is_own: bool,
    pub place_href: String,
    pub list_href: String,
    /// The page of the grade, for the person who decides.
    pub grade_href: String,
    pub tone: &'static str,
    pub state: &'static str,
    pub facts: Vec<Fact>,
    pub text: String,
    /// The grade changed since it was asked.
    pub changed: Option<String>,
    pub story: Vec<Moment>,
    pub action: String,
    pub may_answer: bool,
    /// Why the grade may not change.
    pub locked: Option<String>,
    /// «Entre 0,0 y 5,0».
    pub hint: String,
    pub may_take_back: bool,
}

impl View for AppealPage {
    const TEMPLATE: &'static str = "pages/assessment/appeals/appeal";
    fn title(&self) -> String {
        format!("Reclamo de la nota de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        if self.is_own {
            return own_crumbs(&self.title, &self.place_href, "Reclamo");
        }
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Reclamos", self.list_href.clone()),
            Crumb::here(self.person.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// The appeals of a cohort, or all open ones.
#[derive(Clone, Debug, Serialize, Example)]
pub struct AppealListPage {
    pub heading: &'static str,
    /// Of one cohort: its name and page.
    pub cohort: Option<(String, String)>,
    pub lead: String,
    pub back: String,
    pub rows: Vec<AppealListRow>,
    pub pager: Pager,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AppealListRow {
    pub href: String,
    pub name: String,
    pub activity: String,
    pub cohort: String,
    pub asked: String,
    pub tone: &'static str,
    pub state: &'static str,
}

impl View for AppealListPage {
    const TEMPLATE: &'static str = "pages/assessment/appeals/list";
    fn title(&self) -> String {
        self.heading.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        match &self.cohort {
            Some((title, href)) => cohort_crumbs(title, href, "Reclamos"),
            None => vec![Crumb::to("Inicio", "/"), Crumb::here("Reclamos")],
        }
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<LearnerGradePage>(), samples_of::<AppealPage>(), samples_of::<AppealListPage>()]
        .into_iter()
        .flatten()
        .collect()
}
