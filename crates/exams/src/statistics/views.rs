//! The page of a test's figures.

use serde::Serialize;

use platform::charts::Chart;
use platform::example::Example;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

use crate::views::ActivityHead;

pub fn samples() -> Vec<Sample> {
    samples_of::<FiguresPage>()
}

/// How a test did.
#[derive(Clone, Debug, Serialize, Example)]
pub struct FiguresPage {
    pub head: ActivityHead,
    /// Nobody finished it.
    #[example(size.count == 0)]
    pub is_empty: bool,
    pub facts: Vec<Fact>,
    #[example(size.some.then(|| {
        let counts = [("De 1,0 a 1,9".to_owned(), 3)];
        Chart::new("12 personas".into(), (4, ("persona", "personas")), &counts)
    }))]
    pub chart: Option<Chart>,
    pub rows: Vec<QuestionRow>,
    pub options: Vec<OptionTable>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionRow {
    pub code: String,
    /// Where the bank has it, for those who work with the bank.
    pub href: Option<String>,
    pub words: String,
    pub n: String,
    pub difficulty: String,
    pub discrimination: String,
    /// What should be looked at, or why there is no figure.
    pub note: String,
}

/// How the options of a question were chosen.
#[derive(Clone, Debug, Serialize, Example)]
pub struct OptionTable {
    pub id: String,
    pub title: String,
    pub words: String,
    pub rows: Vec<OptionLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct OptionLine {
    pub words: String,
    pub right: bool,
    pub chosen: usize,
    pub share: String,
    pub upper: String,
    pub lower: String,
    pub note: String,
}

impl View for FiguresPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/figures";
    fn title(&self) -> String {
        format!("Resultados: {}", self.head.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs("Resultados de la prueba")
    }
}
