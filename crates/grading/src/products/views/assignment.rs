//! What an activity asks for, to be changed or read.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::example::Example;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Fact, View};

use super::RubricTable;

#[derive(Clone, Debug, Serialize, Example)]
pub struct AssignmentPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub list_href: String,
    pub action: String,
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
    pub levels: Vec<LevelFields>,
    pub criteria: Vec<CriterionFields>,
    /// For those who only read, and when the rubric stands.
    pub facts: Vec<Fact>,
    #[example("Escriba el plan de mejora. ".repeat(size.count))]
    pub instructions: String,
    pub rubric: RubricTable,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LevelFields {
    pub name_field: String,
    pub name_label: String,
    pub points_field: String,
    pub points_label: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct CriterionFields {
    pub legend: String,
    pub name_field: String,
    pub name_label: String,
    pub weight_field: String,
    pub weight_label: String,
    pub expected_field: String,
    pub expected_label: String,
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
