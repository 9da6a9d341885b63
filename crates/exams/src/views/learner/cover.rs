//! Pages around an attempt: the cover of a test and the question whether to submit.

use platform::prelude::*;

use super::{TimeLeft, crumbs};
use crate::views::ExamTag;

/// What a test will be, how far it is, what it was.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CoverPage {
    pub form: FormState,
    pub heading: String,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub course: String,
    pub place_href: String,
    pub action: String,
    pub facts: Vec<Fact>,
    /// «Empezar», when an attempt may begin.
    #[example((size.count == 0).then(|| "Empezar".into()))]
    pub start: Option<String>,
    /// Why none may.
    #[example((size.count == 2).then(|| "La prueba cerró.".into()))]
    pub blocked: Option<String>,
    pub open: Option<OpenAttemptView>,
    pub past: Vec<PastAttemptRow>,
}

/// The attempt that is open.
#[derive(Clone, Debug, Serialize, Example)]
pub struct OpenAttemptView {
    /// «8 de 10 contestadas».
    pub answered: String,
    /// «Quedan 24 minutos: termina el 24/11/2026, 10:40 a. m.».
    pub left: TimeLeft,
    pub places: Vec<QuestionLink>,
    pub go_on: String,
    pub submit: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct QuestionLink {
    pub label: String,
    pub href: String,
    pub answered: bool,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct PastAttemptRow {
    pub name: String,
    pub href: String,
    pub when: String,
    pub tag: ExamTag,
    /// «8 de 10 puntos, nota 4,0», or why there is none yet.
    pub result: String,
}

impl View for CoverPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/cover";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[], &self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// Whether to hand in.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SubmitPage {
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub action: String,
    pub answered: String,
    pub left: TimeLeft,
    /// Questions without an answer.
    pub missing: Vec<QuestionLink>,
    pub number: i32,
}

impl View for SubmitPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/submit";
    fn title(&self) -> String {
        "Entregar la prueba".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], "Entregar")
    }
}
