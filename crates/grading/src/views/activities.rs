//! What a cohort grades and how much it weighs.

use cohorts_model::views::cohort_crumbs;
use platform::prelude::*;

use crate::entity::activity::Kind;
use crate::labels;

/// The kinds an activity can have.
pub fn kind_choices() -> Vec<Alternative> {
    Kind::ALL.map(|kind| Alternative::new(labels::form_value(kind), kind.label())).into()
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ActivitiesPage {
    pub form: FormState,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub editable: bool,
    pub blocked: Option<String>,
    /// The rows are the usual plan and nothing is saved yet.
    pub usual: bool,
    pub rows: Vec<ActivityFields>,
    pub kinds: Vec<Alternative>,
    pub scales: Vec<Alternative>,
    /// «0,0 a 5,0».
    pub scale: &'static str,
    /// For those who only read.
    pub list: Vec<ActivityLine>,
}

/// The fields of one activity in the form.
#[derive(Clone, Debug, Serialize, Example)]
pub struct ActivityFields {
    pub number: usize,
    /// Empty for one that is not saved.
    pub id: String,
    /// Its test, of an activity that is saved and may have one.
    pub exam_href: Option<String>,
    /// What is handed in, of a product that is saved.
    pub product_href: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ActivityLine {
    pub name: String,
    pub kind: &'static str,
    /// «60 %».
    pub weight: String,
    /// Its test or its products.
    pub work_href: Option<String>,
}

impl View for ActivitiesPage {
    const TEMPLATE: &'static str = "pages/assessment/activities";
    fn title(&self) -> String {
        "Actividades y pesos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Actividades y pesos")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
