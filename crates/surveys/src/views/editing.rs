//! Pages on which the surveys themselves are written: the list, one survey with its versions, its draft.

use platform::prelude::*;

use super::QuestionView;

/// The surveys, one a kind.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SurveysPage {
    pub rows: Vec<SurveyRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct SurveyRow {
    pub href: String,
    pub name: &'static str,
    pub about: &'static str,
    /// «Versión 2, desde el 20/11/2026».
    pub used: String,
    pub draft: bool,
}

impl View for SurveysPage {
    const TEMPLATE: &'static str = "pages/surveys/surveys";
    fn title(&self) -> String {
        "Encuestas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Encuestas")]
    }
}

fn survey_crumbs(name: &str, href: Option<&str>) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Inicio", "/"), Crumb::to("Encuestas", "/encuestas")];
    match href {
        Some(href) => crumbs.extend([Crumb::to(name, href), Crumb::here("Borrador")]),
        None => crumbs.push(Crumb::here(name)),
    }
    crumbs
}

/// One survey: what it asks, its draft as people would see it, and its versions.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SurveyPage {
    pub form: FormState,
    pub name: &'static str,
    pub about: &'static str,
    pub href: String,
    pub preview: Option<SurveyPreview>,
    pub used: Option<SurveyPreview>,
    pub versions: Vec<SurveyVersionRow>,
}

/// A version as people see it; its controls send nothing.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SurveyPreview {
    pub number: i32,
    pub intro: String,
    pub note: Option<String>,
    pub questions: Vec<QuestionView>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct SurveyVersionRow {
    pub number: i32,
    pub tone: &'static str,
    pub state: &'static str,
    pub when: String,
    pub note: String,
    pub questions: usize,
}

impl View for SurveyPage {
    const TEMPLATE: &'static str = "pages/surveys/survey";
    fn title(&self) -> String {
        self.name.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        survey_crumbs(self.name, None)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// The draft of a survey, row by row.
#[derive(Clone, Debug, Serialize, Example)]
pub struct DraftPage {
    pub form: FormState,
    pub name: &'static str,
    pub href: String,
    pub rows: Vec<DraftRow>,
    pub ways: Vec<Alternative>,
}

/// The fields of one question.
#[derive(Clone, Debug, Serialize, Example)]
pub struct DraftRow {
    pub number: usize,
    pub key: String,
    /// Results are compared by it: it stays, and it is always answered.
    pub is_kept: bool,
    /// How it is answered, when that does not change.
    pub way: String,
    pub way_label: &'static str,
    pub is_scale: bool,
    pub is_choice: bool,
}

impl View for DraftPage {
    const TEMPLATE: &'static str = "pages/surveys/draft";
    fn title(&self) -> String {
        format!("Borrador: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        survey_crumbs(self.name, Some(&self.href))
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
