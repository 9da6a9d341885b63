//! What an activity asks for, to be changed or read.

use cohorts_model::views::cohort_crumbs;
use platform::prelude::*;

use crate::entity::activity::ActivityId;
use crate::products::rules::Rubric;

#[derive(Clone, Debug, Serialize, Example)]
pub struct AssignmentPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub activity: ActivityId,
    /// On what scale the discount is, with an example.
    pub discount_hint: String,
    pub editable: bool,
    pub blocked: Option<String>,
    /// A grader graded by the rubric: only the rest may change.
    #[example(size.some)]
    pub used: bool,
    /// The rubric is the usual one and nothing is saved yet.
    pub usual: bool,
    pub late: Vec<Alternative>,
    pub accepts: Vec<Alternative>,
    /// The numbers of the levels and criteria that have fields.
    pub levels: Vec<usize>,
    pub criteria: Vec<usize>,
    /// For those who only read, and when the rubric stands.
    pub facts: Vec<Fact>,
    #[example("Escriba el plan de mejora. ".repeat(size.count))]
    pub instructions: String,
    pub rubric: Rubric,
}

impl View for AssignmentPage {
    const TEMPLATE: &'static str = "pages/assessment/products/asked";
    fn title(&self) -> String {
        format!("Producto: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Producto")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
