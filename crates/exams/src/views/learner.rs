//! Pages of whoever answers a test. One question a page, and nothing needs a script.

use serde::Serialize;

use assessment_model::bank::asked::{Asked, AskedRow, Markable};
use platform::fields::FormState;
use platform::pages::{Crumb, Fact, View};

use super::Tag;

fn crumbs(place_href: &str, between: &[(&str, &str)], here: &str) -> Vec<Crumb> {
    let mut crumbs = vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Mis inscripciones", "/mis-inscripciones"),
        Crumb::to("Pruebas", place_href),
    ];
    crumbs.extend(between.iter().map(|(label, href)| Crumb::to(*label, *href)));
    crumbs.push(Crumb::here(here));
    crumbs
}

/// What a test will be, how far it is, what it was.
#[derive(Clone, Debug, Serialize)]
pub struct CoverPage {
    pub form: FormState,
    pub heading: String,
    /// «Gestión tributaria, cohorte Meta 2026-2».
    pub course: String,
    pub place_href: String,
    pub action: String,
    pub facts: Vec<Fact>,
    /// «Empezar», when an attempt may begin.
    pub start: Option<String>,
    /// Why none may.
    pub blocked: Option<String>,
    pub open: Option<OpenView>,
    pub past: Vec<PastRow>,
}

/// The attempt that is open.
#[derive(Clone, Debug, Serialize)]
pub struct OpenView {
    /// «8 de 10 contestadas».
    pub answered: String,
    /// «Quedan 24 minutos: termina el 24/11/2026, 10:40 a. m.».
    pub left: String,
    pub places: Vec<PlaceView>,
    pub go_on: String,
    pub submit: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PlaceView {
    pub label: String,
    pub href: String,
    pub answered: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct PastRow {
    pub name: String,
    pub href: String,
    pub when: String,
    pub tag: Tag,
    /// «8 de 10 puntos, nota 4,0», or why there is none yet.
    pub result: String,
}

fn sample_open() -> OpenView {
    let place = |number: usize, answered| PlaceView {
        label: format!("Pregunta {number}"),
        href: format!("/pruebas/1/preguntas/{number}"),
        answered,
    };
    OpenView {
        answered: "1 de 2 contestadas".into(),
        left: "Quedan 24 minutos: termina a las 10:40 a. m.".into(),
        places: vec![place(1, true), place(2, false)],
        go_on: "/pruebas/1/preguntas/2".into(),
        submit: "/pruebas/1/entrega".into(),
    }
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
    fn samples() -> Vec<Self> {
        let before = Self {
            form: FormState::default(),
            heading: "Prueba inicial".into(),
            course: "Gestión tributaria, cohorte Meta 2026-2".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            action: "/pruebas/1".into(),
            facts: vec![Fact::new("Preguntas", "10"), Fact::new("Tiempo", "40 minutos")],
            start: Some("Empezar".into()),
            blocked: None,
            open: None,
            past: vec![],
        };
        let during = Self { start: None, open: Some(sample_open()), ..before.clone() };
        let after = Self {
            form: FormState::default().refused("", "La prueba cerró."),
            start: None,
            blocked: Some("La prueba cerró el 24/11/2026, 12:00 p. m.".into()),
            past: vec![PastRow {
                name: "Intento 1".into(),
                href: "/pruebas/1/intentos/1".into(),
                when: "24/11/2026, 10:38 a. m.".into(),
                tag: Tag { code: "success", label: "Entregado" },
                result: "8 de 10 puntos, nota 4,0".into(),
            }],
            ..before.clone()
        };
        vec![before, during, after]
    }
}

/// One question.
#[derive(Clone, Debug, Serialize)]
pub struct QuestionPage {
    pub form: FormState,
    /// «Pregunta 3 de 10».
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub action: String,
    pub answered: String,
    pub left: String,
    /// «2 puntos».
    pub points: String,
    pub question: Asked,
    pub number: i32,
    /// The sequence of the answer that is shown.
    pub seen: i32,
    /// «Guardada a las 10:12 a. m.».
    pub saved: Option<String>,
    pub is_first: bool,
    pub is_last: bool,
}

pub(super) fn sample_question() -> Asked {
    let option = |place: usize, text: &str| Markable {
        id: format!("respuesta-{place}"),
        value: place.to_string(),
        label: text.to_owned(),
        marked: place == 1,
    };
    Asked {
        text: "<p>¿Quién aprueba el <strong>presupuesto</strong> municipal?</p>".into(),
        task: "Marque una respuesta".into(),
        mark: Some("radio"),
        options: vec![option(0, "El concejo"), option(1, "La contraloría")],
        rows: vec![],
        typing: None,
        typed: String::new(),
        error: None,
    }
}

/// One of another kind, with nothing to be marked.
fn sample_other() -> Asked {
    Asked { mark: None, options: vec![], ..sample_question() }
}

impl View for QuestionPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/question";
    fn title(&self) -> String {
        format!("{}: {}", self.heading, self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let one = Self {
            form: FormState::default(),
            heading: "Pregunta 1 de 4".into(),
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            action: "/pruebas/1/preguntas/1".into(),
            answered: "2 de 4 contestadas".into(),
            left: "Quedan 24 minutos: termina el 24/11/2026, 10:40 a. m.".into(),
            points: "2 puntos".into(),
            question: sample_question(),
            number: 1,
            seen: 3,
            saved: Some("Guardada a las 10:12 a. m.".into()),
            is_first: true,
            is_last: false,
        };
        let row = AskedRow {
            field: "respuesta[0]".into(),
            label: "Liquidar".into(),
            value: "1".into(),
            choices: vec![],
            error: None,
        };
        let order = Self {
            heading: "Pregunta 2 de 4".into(),
            question: Asked { rows: vec![row], ..sample_other() },
            saved: None,
            is_first: false,
            ..one.clone()
        };
        let number = Self {
            form: FormState::default().refused("respuesta", "«cuatro» no es un número."),
            heading: "Pregunta 3 de 4".into(),
            question: Asked {
                typing: Some("number"),
                typed: "cuatro".into(),
                error: Some("«cuatro» no es un número.".into()),
                ..sample_other()
            },
            ..order.clone()
        };
        let open = Self {
            form: FormState::default(),
            heading: "Pregunta 4 de 4".into(),
            question: Asked { typing: Some("long"), ..sample_other() },
            is_last: true,
            ..number.clone()
        };
        vec![one, order, number, open]
    }
}

/// Two answers to one question, of which one page had seen only the other.
#[derive(Clone, Debug, Serialize)]
pub struct ConflictPage {
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub text: String,
    /// What is kept, in words.
    pub saved: Vec<String>,
    pub saved_when: String,
    /// What this page sent.
    pub sent: Vec<String>,
    pub action: String,
    pub keep_href: String,
    pub number: i32,
    pub seen: i32,
    /// What was typed, to be sent again: name and value.
    pub fields: Vec<(String, String)>,
}

impl View for ConflictPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/conflict";
    fn title(&self) -> String {
        format!("Dos respuestas: {}", self.heading)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            heading: "Pregunta 1 de 4".into(),
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            text: "Esta pregunta ya tiene otra respuesta.".into(),
            saved: vec!["El concejo".into()],
            saved_when: "10:12 a. m.".into(),
            sent: vec!["La contraloría".into()],
            action: "/pruebas/1/preguntas/1".into(),
            keep_href: "/pruebas/1/preguntas/2".into(),
            number: 1,
            seen: 2,
            fields: vec![("respuesta".into(), "1".into())],
        };
        let emptied = Self { sent: vec![], fields: vec![], ..full.clone() };
        vec![full, emptied]
    }
}

/// An answer that came after the time.
#[derive(Clone, Debug, Serialize)]
pub struct LatePage {
    pub heading: &'static str,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub text: String,
    /// What was not saved, so that nobody has to guess.
    pub sent: Vec<String>,
}

impl View for LatePage {
    const TEMPLATE: &'static str = "pages/assessment/exam/late";
    fn title(&self) -> String {
        self.heading.to_owned()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], self.heading)
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            heading: "El tiempo terminó",
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            text: "El tiempo de este intento terminó.".into(),
            sent: vec!["El concejo".into()],
        };
        vec![Self { sent: vec![], ..full.clone() }, full]
    }
}

/// Whether to hand in.
#[derive(Clone, Debug, Serialize)]
pub struct SubmitPage {
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub action: String,
    pub answered: String,
    pub left: String,
    /// Questions without an answer.
    pub missing: Vec<PlaceView>,
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
    fn samples() -> Vec<Self> {
        let full = Self {
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            action: "/pruebas/1/entrega".into(),
            answered: "1 de 2 contestadas".into(),
            left: "Quedan 24 minutos.".into(),
            missing: sample_open().places.split_off(1),
            number: 1,
        };
        vec![Self { missing: vec![], ..full.clone() }, full]
    }
}

/// An attempt that is over.
#[derive(Clone, Debug, Serialize)]
pub struct ResultPage {
    pub heading: String,
    pub activity: String,
    pub place_href: String,
    pub cover_href: String,
    pub tag: Tag,
    pub facts: Vec<Fact>,
    /// When the questions are shown, or that they are not.
    pub notice: Option<String>,
    pub rows: Vec<ResultRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct ResultRow {
    pub name: String,
    /// Safe HTML.
    pub html: String,
    pub answer: Vec<String>,
    pub right: Vec<String>,
    /// That it was scored anew.
    pub rescored: Option<&'static str>,
    /// «1 de 2 puntos».
    pub earned: String,
    pub is_full: bool,
    /// Safe HTML of what the question says to this answer.
    pub feedback: Vec<String>,
    pub comment: Option<String>,
}

impl View for ResultPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/result";
    fn title(&self) -> String {
        format!("{}: {}", self.heading, self.activity)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.place_href, &[(&self.activity, &self.cover_href)], &self.heading)
    }
    fn samples() -> Vec<Self> {
        let row = ResultRow {
            name: "Pregunta 1".into(),
            html: "<p>¿Quién aprueba el presupuesto?</p>".into(),
            answer: vec!["La contraloría".into()],
            right: vec!["El concejo".into()],
            rescored: Some("Esta pregunta se corrigió."),
            earned: "0 de 2 puntos".into(),
            is_full: false,
            feedback: vec!["<p>La contraloría vigila su ejecución.</p>".into()],
            comment: None,
        };
        let open = ResultRow {
            answer: vec![],
            right: vec![],
            feedback: vec![],
            earned: "2 de 2 puntos".into(),
            is_full: true,
            comment: Some("Bien argumentado.".into()),
            ..row.clone()
        };
        let full = Self {
            heading: "Intento 1".into(),
            activity: "Prueba inicial".into(),
            place_href: "/inscripciones/1/pruebas".into(),
            cover_href: "/pruebas/1".into(),
            tag: Tag { code: "success", label: "Entregado" },
            facts: vec![Fact::new("Resultado", "2 de 4 puntos, nota 2,5")],
            notice: None,
            rows: vec![row, open],
        };
        let closed = Self {
            notice: Some("Las preguntas se muestran cuando cierre la prueba.".into()),
            rows: vec![],
            ..full.clone()
        };
        vec![full, closed]
    }
}

/// All tests of one's cohort.
#[derive(Clone, Debug, Serialize)]
pub struct OwnPage {
    pub course: String,
    pub enrolment_href: String,
    pub rows: Vec<OwnRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct OwnRow {
    pub name: String,
    pub href: String,
    pub when: String,
    pub tag: Tag,
    pub result: String,
}

impl View for OwnPage {
    const TEMPLATE: &'static str = "pages/assessment/exam/own";
    fn title(&self) -> String {
        "Pruebas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(self.course.clone(), self.enrolment_href.clone()),
            Crumb::here("Pruebas"),
        ]
    }
    fn samples() -> Vec<Self> {
        let full = Self {
            course: "Gestión tributaria, cohorte Meta 2026-2".into(),
            enrolment_href: "/inscripciones/1".into(),
            rows: vec![OwnRow {
                name: "Prueba inicial".into(),
                href: "/pruebas/1".into(),
                when: "Del 24/11/2026, 8:00 a. m., al 24/11/2026, 12:00 p. m.".into(),
                tag: Tag { code: "running", label: "Abierta" },
                result: "Sin empezar".into(),
            }],
        };
        vec![Self { rows: vec![], ..full.clone() }, full]
    }
}
