//! The grid of grades.

use assessment_model::exam::gain::GainRow;
use cohorts_model::views::cohort_crumbs;
use platform::prelude::*;

#[derive(Clone, Debug, Serialize, Example)]
pub struct GradesPage {
    pub form: FormState,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    /// How the address ends when the reader came from closing the cohort.
    pub closing: &'static str,
    /// «0,0 a 5,0».
    pub scale: &'static str,
    pub editable: bool,
    /// The reader decides what is graded.
    pub may_plan: bool,
    pub blocked: Option<String>,
    /// The cohort is closed and its grades are open again.
    pub after_closing: bool,
    /// The cohort is closed: its reopenings have a page.
    pub is_closed: bool,
    pub figures: Vec<Figure>,
    /// How the final grade and the gain are computed.
    pub rule: String,
    /// The last entry that the form shows.
    pub seen: String,
    pub activities: Vec<ActivityHeading>,
    pub rows: Vec<GradeLine>,
    /// There are grades that change only with a reason.
    pub asks_reason: bool,
    /// The gain between both tests, capacity by capacity.
    pub gains: Vec<GainRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ActivityHeading {
    pub name: String,
    /// «60 %».
    pub weight: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GradeLine {
    pub name: String,
    /// «C.C. 9.000.000.136 · Alcaldía de Florencia».
    pub identity: String,
    pub cells: Vec<GradeCell>,
    pub r#final: String,
    pub gain: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GradeCell {
    /// `nota[3][12]`.
    pub field: String,
    /// «Prueba final de Ana Ruiz».
    pub label: String,
    /// «4,2», or a dash.
    pub value: String,
    /// Where the grade came from. `None` means that no entry was ever written.
    pub story: Option<CellStory>,
}

/// Where a grade came from, with the page that tells all of it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CellStory {
    /// «prueba».
    pub origin: &'static str,
    pub href: String,
}

impl View for GradesPage {
    const TEMPLATE: &'static str = "pages/assessment/grades";
    fn title(&self) -> String {
        "Notas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Notas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
