//! Pages of tests on paper: the prints of a test, the sheets of a print, one sheet to be entered.

mod grid;

pub use grid::{GridPage, GridRow};

use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;

use crate::entity::attempt::AttemptId;
use crate::paper::entity::exam_print::PrintId;
use crate::paper::queries::PrintSummary;
use crate::paper::rules::LETTERS;
use crate::views::ActivityHead;

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
    pub head: ActivityHead,
    /// Why nothing is printed any more.
    pub blocked: Option<String>,
    /// Printing fixes the test.
    pub freezes: bool,
    pub window: String,
    pub many: Vec<Alternative>,
    pub rows: Vec<PrintSummary>,
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
        format!("{}: en papel", self.head.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Prueba en papel")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// One print: its papers, and what came back of it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SheetsPage {
    pub head: ActivityHead,
    pub print: PrintId,
    pub facts: Vec<Fact>,
    /// The letters of the forms: a booklet each.
    pub booklets: Vec<String>,
    pub may_read_key: bool,
    /// The sheet to enter next, by its code.
    pub next: Option<String>,
    pub form: FormState,
    pub rows: Vec<SheetRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct SheetRow {
    pub number: i32,
    pub href: String,
    pub code: String,
    pub letter: String,
    pub name: String,
    /// What became of it, when it was entered.
    pub attempt: Option<AttemptId>,
    pub notes: String,
}

impl View for SheetsPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/paper/sheets";
    fn title(&self) -> String {
        format!("Impresión {}: {}", self.print, self.head.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Hojas de respuestas")
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
    /// Whose it is, if its name was printed or it was entered.
    pub name: Option<String>,
    pub document: String,
    pub head: ActivityHead,
    pub print: PrintId,
    pub action: String,
    /// Why it is not entered.
    #[example((size.count == 1).then(|| "La cohorte está cerrada.".into()))]
    pub blocked: Option<String>,
    /// Who entered it and when.
    pub entered: Option<String>,
    pub attempt: Option<AttemptId>,
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
        self.head.crumbs("Digitar una hoja de respuestas")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
