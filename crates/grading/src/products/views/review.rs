//! The products of a cohort, and one of them to be graded.

use cohorts_model::views::cohort_crumbs;
use platform::prelude::*;

use super::Opinion;

#[derive(Clone, Debug, Serialize, Example)]
pub struct ProductListPage {
    /// The name of the activity.
    pub name: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub product_href: String,
    pub figures: Vec<Figure>,
    pub rows: Vec<ProductListRow>,
    /// The activity does not ask for a product yet.
    #[example(size.count == 1)]
    pub unasked: bool,
    /// The reader is who says what it asks for.
    pub may_ask: bool,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ProductListRow {
    pub name: String,
    /// `None` means that the person submitted nothing.
    pub href: Option<String>,
    /// «Versión 2, 24 de noviembre de 2026, 8:15 a. m.».
    pub version: String,
    pub late: Option<String>,
    pub tone: &'static str,
    pub state: String,
}

impl View for ProductListPage {
    const TEMPLATE: &'static str = "pages/assessment/products/list";
    fn title(&self) -> String {
        format!("Entregas: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Entregas")
    }
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ProductReviewPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    pub person: String,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub list_href: String,
    pub facts: Vec<Fact>,
    pub tone: &'static str,
    pub state: String,
    pub note: Option<String>,
    /// «PDF de 3 páginas».
    pub file: Option<String>,
    pub link: Option<String>,
    /// A newer version came: its page.
    pub newer: Option<String>,
    pub others: Vec<(String, String)>,
    pub opinions: Vec<Opinion>,
    /// «4,0. Motivo».
    pub moderated: Option<String>,
    pub may_grade: bool,
    pub blocked: Option<String>,
    pub action: String,
    pub criteria: Vec<CriterionForm>,
    pub may_moderate: bool,
    /// The scale, and what becomes of it when it came late.
    pub between: String,
    /// «de 3,0 a 4,5».
    pub differ: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct CriterionForm {
    pub name: String,
    pub weight: i32,
    pub levels: Vec<Alternative>,
}

impl View for ProductReviewPage {
    const TEMPLATE: &'static str = "pages/assessment/products/review";
    fn title(&self) -> String {
        format!("{} de {}", self.name, self.person)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(self.title.clone(), self.cohort_href.clone()),
            Crumb::to("Entregas", self.list_href.clone()),
            Crumb::here(self.person.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
