//! Pages on which people answer: the ticket, the ballot, the follow-up, and the page of an address that
//! leads nowhere any more.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, View};

use super::{QuestionView, sample_questions};

/// Where a learner exchanges their ticket for a ballot.
#[derive(Clone, Debug, Serialize)]
pub struct SurveyTicketPage {
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

impl View for SurveyTicketPage {
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
pub struct SurveyGonePage {
    pub heading: &'static str,
    pub says: String,
}

impl View for SurveyGonePage {
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
pub struct FollowUpPage {
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

impl View for FollowUpPage {
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
