//! The list of questions.

use platform::prelude::*;

#[derive(Clone, Debug, Serialize, Example)]
pub struct BankListPage {
    pub filter: FormState,
    pub capacities: Vec<Alternative>,
    pub difficulties: Vec<Alternative>,
    pub states: Vec<Alternative>,
    pub courses: Vec<Alternative>,
    #[example(if size.count == 3 { Example::example(size) } else { vec![] })]
    pub rows: Vec<BankListRow>,
    pub pager: Pager,
    pub may_write: bool,
    /// There are drafts among the rows, which the reader may publish.
    #[example(size.count == 3)]
    pub publishes: bool,
    #[example(size.some)]
    pub filtered: bool,
    /// The filters, for the files: empty or `?…`.
    pub query: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct BankListRow {
    pub href: String,
    pub code: String,
    /// The beginning of what is asked.
    pub text: String,
    pub kind: &'static str,
    pub capacity: String,
    pub difficulty: &'static str,
    pub tone: &'static str,
    pub state: &'static str,
    /// A published one with a correction that is being written.
    #[example(size.some)]
    pub has_draft: bool,
    /// What names the draft that is published together with others: the question and its version.
    pub draft: Option<String>,
}

impl View for BankListPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/list";
    fn title(&self) -> String {
        "Banco de preguntas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Banco de preguntas")]
    }
}
