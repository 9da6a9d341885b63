//! Pages of surveys.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::charts::Chart;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Figure, Sample, View, samples_of};

use super::labels;

/// A question as a control.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionView {
    pub field: String,
    pub text: String,
    pub is_words: bool,
    /// Its answers stand beside one another.
    pub is_inline: bool,
    pub options: Vec<Alternative>,
    pub is_optional: bool,
}

fn sample_questions() -> Vec<QuestionView> {
    let scale = QuestionView {
        field: "respuesta_calidad".into(),
        text: "¿Cómo califica la calidad?".into(),
        is_words: false,
        is_inline: true,
        options: ["1 Muy baja", "2", "3", "4", "5 Muy alta"]
            .map(|label| Alternative::new(label.split(' ').next().unwrap_or_default(), label))
            .to_vec(),
        is_optional: false,
    };
    let choice = QuestionView {
        field: "respuesta_obstaculo".into(),
        text: "¿Cuál ha sido el principal obstáculo?".into(),
        is_inline: false,
        options: ["Ninguno", "Falta de tiempo"].map(|word| Alternative::new(word, word)).to_vec(),
        ..scale.clone()
    };
    let words = QuestionView {
        field: "respuesta_comentario".into(),
        text: "¿Qué conservaría y qué cambiaría?".into(),
        is_words: true,
        options: vec![],
        is_optional: true,
        ..scale.clone()
    };
    vec![scale, choice, words]
}

/// Where a learner exchanges their ticket for a ballot.
#[derive(Clone, Debug, Serialize)]
pub struct OwnPage {
    pub form: FormState,
    pub title: String,
    pub place_href: String,
    /// Where things stand, in a sentence.
    pub says: String,
    /// The button to a ballot.
    pub action: Option<String>,
    /// The way back to the ballot that this browser took.
    pub ballot: Option<String>,
    pub until: Option<String>,
}

impl View for OwnPage {
    const TEMPLATE: &'static str = "pages/surveys/own";
    fn title(&self) -> String {
        "Encuesta de satisfacción".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(&self.title, &self.place_href),
            Crumb::here("Encuesta"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let soon = Self {
            form: FormState::default(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            place_href: "/inscripciones/1".into(),
            says: "La encuesta se abre cuando el curso termine.".into(),
            action: None,
            ballot: None,
            until: None,
        };
        let open = Self {
            says: "La encuesta está abierta.".into(),
            action: Some("/inscripciones/1/encuesta".into()),
            until: Some("19 de diciembre de 2026".into()),
            ..soon.clone()
        };
        let taken = Self {
            form: FormState::default().refused("", "Ya tomó su papeleta."),
            ballot: Some("/papeletas/1-ABCDEFGHIJKLMNOPQRSTUVWXYZ".into()),
            ..open.clone()
        };
        vec![soon, open, taken]
    }
}

/// The ballot.
#[derive(Clone, Debug, Serialize)]
pub struct BallotPage {
    pub form: FormState,
    pub title: String,
    pub intro: String,
    pub until: String,
    pub action: String,
    pub questions: Vec<QuestionView>,
    /// Somebody is signed in: their name stands above.
    pub is_signed_in: bool,
}

impl View for BallotPage {
    const TEMPLATE: &'static str = "pages/surveys/ballot";
    fn title(&self) -> String {
        "Encuesta de satisfacción".into()
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            form: FormState::default(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            intro: "Son cuatro preguntas.".into(),
            until: "19 de diciembre de 2026".into(),
            action: "/papeletas/1-ABCDEFGHIJKLMNOPQRSTUVWXYZ".into(),
            questions: sample_questions(),
            is_signed_in: false,
        };
        let refused = Self {
            form: FormState::default()
                .with("respuesta_comentario", "Más ejercicios")
                .refused("respuesta_calidad", "Elija su respuesta: ¿Cómo califica la calidad?"),
            is_signed_in: true,
            ..empty.clone()
        };
        vec![empty, refused]
    }
}

/// An address that leads nowhere any more, and why.
#[derive(Clone, Debug, Serialize)]
pub struct GonePage {
    pub heading: &'static str,
    pub says: String,
}

impl View for GonePage {
    const TEMPLATE: &'static str = "pages/surveys/gone";
    fn title(&self) -> String {
        self.heading.into()
    }
    fn samples() -> Vec<Self> {
        vec![
            Self { heading: "Esta papeleta ya no sirve", says: "Ya se entregó.".into() },
            Self { heading: "Gracias", says: "Su respuesta quedó guardada.".into() },
        ]
    }
}

/// A follow-up, for whoever has the address of its letter.
#[derive(Clone, Debug, Serialize)]
pub struct FollowPage {
    pub form: FormState,
    pub heading: &'static str,
    pub title: String,
    /// Of whom it speaks.
    pub person: String,
    pub is_supervisor: bool,
    pub work: Option<String>,
    pub intro: String,
    pub until: String,
    pub action: String,
    pub questions: Vec<QuestionView>,
    pub asks_supervisor: bool,
}

impl View for FollowPage {
    const TEMPLATE: &'static str = "pages/surveys/follow";
    fn title(&self) -> String {
        self.heading.into()
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let own = Self {
            form: FormState::default(),
            heading: "Seguimiento a 3 meses",
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            person: "Ana Ruiz Peña".into(),
            is_supervisor: false,
            work: Some("Profesional, Alcaldía de Mapiripán".into()),
            intro: "Hace tres meses terminó el curso.".into(),
            until: "28 de marzo de 2027".into(),
            action: "/seguimientos/abc".into(),
            questions: sample_questions(),
            asks_supervisor: true,
        };
        let refused = Self {
            form: FormState::default()
                .with("correo", "jefe")
                .refused("correo", "Escriba un correo como nombre@entidad.gov.co."),
            work: None,
            ..own.clone()
        };
        let supervisor = Self { is_supervisor: true, asks_supervisor: false, ..own.clone() };
        vec![own, refused, supervisor]
    }
}

/// What a cohort answered, round by round.
#[derive(Clone, Debug, Serialize)]
pub struct ResultsPage {
    /// Where what people told becomes lessons, for those who read it.
    pub lessons: Option<String>,
    /// Of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub rounds: Vec<RoundView>,
    /// When the first one opens.
    pub soon: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct RoundView {
    /// For the headings' ids.
    pub id: String,
    pub heading: String,
    pub tone: &'static str,
    pub state: String,
    pub figures: Vec<Figure>,
    /// Why there is nothing beneath.
    pub says: Option<String>,
    pub questions: Vec<Outcome>,
}

/// What became of one question.
#[derive(Clone, Debug, Serialize)]
pub struct Outcome {
    pub id: String,
    pub text: String,
    /// In place of figures.
    pub hidden: Option<String>,
    pub chart: Option<Chart>,
    /// What people wrote, by the alphabet; nothing when it is no question of that kind.
    pub sentences: Option<Vec<String>>,
}

impl View for ResultsPage {
    const TEMPLATE: &'static str = "pages/surveys/results";
    fn title(&self) -> String {
        "Encuestas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Encuestas")
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            lessons: None,
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            rounds: vec![],
            soon: "La de satisfacción se abre el 28/11/2026.".into(),
        };
        let outcome = Outcome {
            id: "calidad".into(),
            text: "¿Cómo califica la calidad?".into(),
            hidden: None,
            chart: Some(Chart::new(
                "8 respuestas, promedio 4,3 de 5".into(),
                (8, ("respuesta", "respuestas")),
                &[("1 Muy baja".to_owned(), 2), ("5 Muy alta".to_owned(), 6)],
            )),
            sentences: None,
        };
        let hidden = Outcome {
            id: "oportunidad".into(),
            hidden: Some("Se muestra desde 5 respuestas.".into()),
            chart: None,
            ..outcome.clone()
        };
        let words = Outcome {
            id: "comentario".into(),
            chart: None,
            sentences: Some(vec!["Más ejercicios con datos propios".into()]),
            ..outcome.clone()
        };
        let silent = Outcome { id: "ejemplo".into(), sentences: Some(vec![]), ..words.clone() };
        let over = RoundView {
            id: "satisfaction".into(),
            heading: "Satisfacción".into(),
            tone: "closed",
            state: "Cerrada el 19/12/2026".into(),
            figures: vec![Figure::new("8", "respondieron").noted("de 30")],
            says: None,
            questions: vec![outcome, hidden, words, silent],
        };
        let open = RoundView {
            id: "months-3".into(),
            heading: "Seguimiento a 3 meses".into(),
            tone: "running",
            state: "Abierta hasta el 19/12/2026".into(),
            says: Some("Los resultados se muestran cuando cierre.".into()),
            questions: vec![],
            ..over.clone()
        };
        vec![empty.clone(), Self { rounds: vec![over, open], ..empty }]
    }
}

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
    pub preview: Option<Preview>,
    pub used: Option<Preview>,
    pub versions: Vec<VersionRow>,
}

/// A version as people see it; its controls send nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Preview {
    pub number: i32,
    pub intro: String,
    pub note: Option<String>,
    pub questions: Vec<QuestionView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct VersionRow {
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
        let preview = Preview {
            number: 2,
            intro: "Son cuatro preguntas.".into(),
            note: Some("Palabras más claras".into()),
            questions: sample_questions(),
        };
        let row = VersionRow {
            number: 2,
            tone: "draft",
            state: "Borrador",
            when: "20/11/2026".into(),
            note: "Palabras más claras".into(),
            questions: 4,
        };
        let full = Self {
            form: FormState::default().refused("", "No hay borrador."),
            used: Some(Preview { note: None, number: 1, ..preview.clone() }),
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

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<OwnPage>(),
        samples_of::<BallotPage>(),
        samples_of::<GonePage>(),
        samples_of::<FollowPage>(),
        samples_of::<ResultsPage>(),
        samples_of::<SurveysPage>(),
        samples_of::<SurveyPage>(),
        samples_of::<DraftPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
