//! Pages of tests on paper: the prints of a test, the sheets of a print, one sheet to be entered.

mod grid;

pub use grid::{GridPage, GridRow};

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::example::Example;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

use crate::paper::rules::LETTERS;

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<PrintsPage>(),
        samples_of::<SheetsPage>(),
        samples_of::<EntryPage>(),
        samples_of::<GridPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What was printed of a test, and a form to print more.
#[derive(Clone, Debug, Serialize, Example)]
pub struct PrintsPage {
    pub form: FormState,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub exam_href: String,
    pub action: String,
    /// Why nothing is printed any more.
    pub blocked: Option<String>,
    /// Printing fixes the test.
    pub freezes: bool,
    pub window: String,
    pub many: Vec<Alternative>,
    pub rows: Vec<PrintRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct PrintRow {
    pub href: String,
    /// «Impresión 12».
    pub name: String,
    pub when: String,
    pub place: String,
    pub printed: String,
    pub who: String,
    /// «8 de 30 hojas».
    pub entered: String,
}

/// How many forms one may have.
pub fn form_choices() -> Vec<Alternative> {
    (1..=LETTERS.len())
        .map(|many| {
            let label = match many {
                1 => "Una: todas las personas leen lo mismo".to_owned(),
                many => format!("{many}: de la A a la {}", LETTERS[many - 1]),
            };
            Alternative::new(many, label)
        })
        .collect()
}

impl View for PrintsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/paper/prints";
    fn title(&self) -> String {
        format!("{}: en papel", self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Prueba en papel")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// One print: its papers, and what came back of it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SheetsPage {
    pub number: String,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub prints_href: String,
    pub facts: Vec<Fact>,
    pub booklets: Vec<PaperLink>,
    pub sheets_href: String,
    /// For those who may read it.
    pub key_href: Option<String>,
    /// The sheet to enter next.
    pub next_href: Option<String>,
    /// Where all of them are typed, a line each.
    pub grid_href: Option<String>,
    pub form: FormState,
    pub search_action: String,
    pub rows: Vec<SheetRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct PaperLink {
    pub href: String,
    pub label: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct SheetRow {
    pub number: i32,
    pub href: String,
    pub code: String,
    pub letter: String,
    pub name: String,
    pub entered: bool,
    pub result_href: Option<String>,
    pub notes: String,
}

impl View for SheetsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/paper/sheets";
    fn title(&self) -> String {
        format!("Impresión {}: {}", self.number, self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Hojas de respuestas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// One sheet: a field for each of its questions.
#[derive(Clone, Debug, Serialize, Example)]
pub struct EntryPage {
    pub form: FormState,
    pub code: String,
    pub letter: String,
    pub number: i32,
    /// Whose it is, if its name was printed or it was entered.
    pub name: Option<String>,
    pub document: String,
    pub activity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub print_href: String,
    pub action: String,
    /// Why it is not entered.
    #[example((size.count == 1).then(|| "La cohorte está cerrada.".into()))]
    pub blocked: Option<String>,
    /// Who entered it and when.
    pub entered: Option<String>,
    pub result_href: Option<String>,
    /// How often it was entered when the page was opened.
    pub seen: i32,
    pub people: Vec<Alternative>,
    pub rows: Vec<EntryRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct EntryRow {
    pub field: String,
    /// «1. Una letra, A a D».
    pub label: String,
    /// The beginning of the question.
    pub words: String,
    pub width: &'static str,
    /// An open answer takes several lines.
    pub long: bool,
}

impl View for EntryPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/paper/entry";
    fn title(&self) -> String {
        format!("Hoja {}", self.code)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort, &self.cohort_href, "Digitar una hoja de respuestas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
