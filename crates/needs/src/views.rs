//! Pages of needs: the list, saying one, one with its history.

use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};
use platform::prelude::*;

use crate::queries::NeedSummary;
use crate::rules::NeedFigures;

#[derive(Debug, Serialize, Example)]
pub struct NeedListPage {
    pub form: FormState,
    pub states: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    pub departments: Vec<Alternative>,
    pub offers: Vec<Alternative>,
    pub rows: Vec<NeedRow>,
    pub pager: Pager,
    pub narrowed: bool,
    /// Somebody of their territory asks here for what it needs.
    pub may_state: bool,
    pub may_propose: bool,
    /// The address of the same list as a workbook.
    pub workbook: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct NeedRow {
    pub need: NeedSummary,
    pub figures: NeedFigures,
    pub left: i64,
    pub is_late: bool,
    pub tone: &'static str,
    pub state: &'static str,
    pub without_offer: bool,
}

pub(crate) fn crumbs(here: impl Into<String>) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Necesidades", "/necesidades"),
        Crumb::here(here.into()),
    ]
}

impl View for NeedListPage {
    const TEMPLATE: &'static str = "pages/needs/list";
    fn title(&self) -> String {
        "Necesidades".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Necesidades")]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// Saying a need: first where, then what.
#[derive(Debug, Serialize, Example)]
pub struct NeedFormPage {
    pub form: FormState,
    /// «Mapiripán (Meta)», once it is known.
    pub place: Option<String>,
    pub code: String,
    /// To choose where.
    pub departments: Vec<Alternative>,
    pub places: Vec<Alternative>,
    pub entities: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    /// Needs of the municipality that wait.
    #[example(if size.truth { vec![] } else { Example::example(size) })]
    pub waiting: Vec<WaitingLine>,
    /// Ids of those alike that were shown, separated by commas.
    pub seen: String,
    #[example(if size.truth { vec![] } else { Example::example(size) })]
    pub alike: Vec<WaitingLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct WaitingLine {
    pub href: String,
    /// «20 personas: Movilizar recursos propios».
    pub text: String,
    pub deadline: String,
}

impl View for NeedFormPage {
    const TEMPLATE: &'static str = "pages/needs/form";
    fn title(&self) -> String {
        "Registrar una necesidad".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Registrar")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// One need.
#[derive(Debug, Serialize, Example)]
pub struct NeedPage {
    pub form: FormState,
    pub id: i64,
    pub place: String,
    pub capacity: String,
    pub tone: &'static str,
    pub state: &'static str,
    pub is_demo: bool,
    pub facts: Vec<Fact>,
    pub note: Option<String>,
    pub refusal: Option<String>,
    pub without_offer: bool,
    pub matches: Vec<MatchRow>,
    /// Cohorts that could answer it; for whoever decides.
    #[example(if size.some { vec![] } else { Example::example(size) })]
    pub cohorts: Vec<Alternative>,
    pub may_match: bool,
    /// A proposal that begins here.
    pub propose: String,
    pub may_refuse: bool,
    pub story: Vec<Moment>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct MatchRow {
    /// Of the cohort; empty for those who do not run it.
    pub href: Option<String>,
    pub name: String,
    pub course: String,
    pub dates: String,
    pub tone: &'static str,
    pub stage: &'static str,
    pub people: String,
    pub attended: String,
    pub is_cancelled: bool,
    /// The cohort, where its people may be given back.
    pub change: Option<i64>,
}

impl View for NeedPage {
    const TEMPLATE: &'static str = "pages/needs/need";
    fn title(&self) -> String {
        format!("Necesidad {}: {}", self.id, self.place)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(format!("N.º {}", self.id))
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<NeedListPage>(), samples_of::<NeedFormPage>(), samples_of::<NeedPage>()]
        .into_iter()
        .flatten()
        .collect()
}
