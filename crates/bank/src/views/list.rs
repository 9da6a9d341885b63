//! The list of questions.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, View};

#[derive(Clone, Debug, Serialize)]
pub struct BankListPage {
    pub filter: FormState,
    pub capacities: Vec<Alternative>,
    pub difficulties: Vec<Alternative>,
    pub states: Vec<Alternative>,
    pub courses: Vec<Alternative>,
    pub rows: Vec<BankListRow>,
    pub pager: Pager,
    pub may_write: bool,
    pub filtered: bool,
    /// The filters, for the files: empty or `?…`.
    pub query: String,
}

#[derive(Clone, Debug, Serialize)]
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
    pub has_draft: bool,
}

impl View for BankListPage {
    const TEMPLATE: &'static str = "pages/assessment/bank/list";
    fn title(&self) -> String {
        "Banco de preguntas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Banco de preguntas")]
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            filter: FormState::default(),
            capacities: vec![Alternative::new("TRI-01", "TRI-01 · Recaudar")],
            difficulties: super::super::labels::difficulty_choices(),
            states: super::super::labels::state_choices(),
            courses: vec![Alternative::new(1, "Gestión tributaria")],
            rows: vec![],
            pager: Pager::default(),
            may_write: true,
            filtered: false,
            query: String::new(),
        };
        let full = Self {
            filter: FormState::default().with("q", "predial"),
            filtered: true,
            query: "?q=predial".into(),
            rows: vec![BankListRow {
                href: "/preguntas/1".into(),
                code: "P-1".into(),
                text: "¿Quién fija la tarifa del predial?".into(),
                kind: "Opción única",
                capacity: "TRI-01".into(),
                difficulty: "Fácil",
                tone: "published",
                state: "Publicada",
                has_draft: true,
            }],
            pager: Pager::new(None, 1, "/preguntas?q=predial"),
            ..empty.clone()
        };
        let read_only = Self { may_write: false, ..empty.clone() };
        let nothing = Self { filtered: true, ..empty.clone() };
        vec![empty, full, read_only, nothing]
    }
}
