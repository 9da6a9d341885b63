//! Pages on which the surveys themselves are written: the list, one survey with its versions, its draft.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, View};

use super::{QuestionView, sample_questions};
use crate::labels;

/// The surveys, one a kind.
#[derive(Clone, Debug, Serialize)]
pub struct SurveysPage {
    pub rows: Vec<SurveyRow>,
}

#[derive(Clone, Debug, Serialize)]
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
    fn samples() -> Vec<Self> {
        let row = SurveyRow {
            href: "/encuestas/satisfaccion".into(),
            name: "Satisfacción",
            about: "Se abre sola.",
            used: "Versión 2, desde el 20/11/2026".into(),
            draft: true,
        };
        vec![
            Self { rows: vec![] },
            Self { rows: vec![row.clone(), SurveyRow { draft: false, ..row }] },
        ]
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
#[derive(Clone, Debug, Serialize)]
pub struct SurveyPage {
    pub form: FormState,
    pub name: &'static str,
    pub about: &'static str,
    pub draft_href: String,
    pub publish: String,
    pub preview: Option<SurveyPreview>,
    pub used: Option<SurveyPreview>,
    pub versions: Vec<SurveyVersionRow>,
}

/// A version as people see it; its controls send nothing.
#[derive(Clone, Debug, Serialize)]
pub struct SurveyPreview {
    pub number: i32,
    pub intro: String,
    pub note: Option<String>,
    pub questions: Vec<QuestionView>,
}

#[derive(Clone, Debug, Serialize)]
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
    fn samples() -> Vec<Self> {
        let bare = Self {
            form: FormState::default(),
            name: "Satisfacción",
            about: "Se abre sola.",
            draft_href: "/encuestas/satisfaccion/borrador".into(),
            publish: "/encuestas/satisfaccion/publicacion".into(),
            preview: None,
            used: None,
            versions: vec![],
        };
        let preview = SurveyPreview {
            number: 2,
            intro: "Son cuatro preguntas.".into(),
            note: Some("Palabras más claras".into()),
            questions: sample_questions(),
        };
        let row = SurveyVersionRow {
            number: 2,
            tone: "draft",
            state: "Borrador",
            when: "20/11/2026".into(),
            note: "Palabras más claras".into(),
            questions: 4,
        };
        let full = Self {
            form: FormState::default().refused("", "No hay borrador."),
            used: Some(SurveyPreview { note: None, number: 1, ..preview.clone() }),
            preview: Some(preview),
            versions: vec![row],
            ..bare.clone()
        };
        vec![bare, full]
    }
}

/// The draft of a survey, row by row.
#[derive(Clone, Debug, Serialize)]
pub struct DraftPage {
    pub form: FormState,
    pub name: &'static str,
    pub href: String,
    pub action: String,
    pub rows: Vec<DraftRow>,
    pub ways: Vec<Alternative>,
}

/// The fields of one question.
#[derive(Clone, Debug, Serialize)]
pub struct DraftRow {
    pub legend: String,
    pub key_field: String,
    pub key: String,
    pub text_field: String,
    pub way_field: String,
    pub low_field: String,
    pub high_field: String,
    pub options_field: String,
    pub required_field: String,
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
    fn samples() -> Vec<Self> {
        let row = DraftRow {
            legend: "Pregunta 1".into(),
            key_field: "clave[0]".into(),
            key: "calidad".into(),
            text_field: "texto[0]".into(),
            way_field: "tipo[0]".into(),
            low_field: "bajo[0]".into(),
            high_field: "alto[0]".into(),
            options_field: "opciones[0]".into(),
            required_field: "obligatoria[0]".into(),
            is_kept: true,
            way: "scale".into(),
            way_label: "Escala de 1 a 5",
            is_scale: true,
            is_choice: false,
        };
        let free = DraftRow {
            legend: "Pregunta 2".into(),
            key_field: "clave[1]".into(),
            key: String::new(),
            text_field: "texto[1]".into(),
            way_field: "tipo[1]".into(),
            low_field: "bajo[1]".into(),
            high_field: "alto[1]".into(),
            options_field: "opciones[1]".into(),
            required_field: "obligatoria[1]".into(),
            is_kept: false,
            way: String::new(),
            way_label: "",
            is_scale: false,
            is_choice: false,
        };
        let empty = Self {
            form: FormState::default(),
            name: "Satisfacción",
            href: "/encuestas/satisfaccion".into(),
            action: "/encuestas/satisfaccion/borrador".into(),
            rows: vec![],
            ways: labels::ways(),
        };
        let full = Self {
            form: FormState::default()
                .with("texto[0]", "¿Cómo califica la calidad?")
                .refused("texto[1]", "Escriba la pregunta 2."),
            rows: vec![row, free],
            ..empty.clone()
        };
        vec![empty, full]
    }
}
