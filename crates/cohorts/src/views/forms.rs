//! Forms of cohorts and sessions.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, View};

use super::{Choices, crumbs};

/// The data of a cohort.
#[derive(Serialize)]
pub struct CohortFormPage {
    pub form: FormState,
    /// Who hears of a change, once people count on the cohort.
    pub told: Option<String>,
    pub heading: String,
    /// Where the form goes and where «Cancelar» leads.
    pub action: String,
    pub back: String,
    /// The number of the last saved state, which the form sends back.
    pub seen: i64,
    pub unit_name: String,
    /// Its version, which never changes.
    pub course: String,
    pub municipalities: Vec<Alternative>,
    pub asks_seats: bool,
    /// Where published seats change, instead.
    pub seats_link: Option<String>,
    /// The rule may still change.
    pub asks_rule: bool,
    pub graded: bool,
    /// The version asks for hours attended.
    pub asks_hours: bool,
    /// On what the pass mark is written.
    pub mark_hint: &'static str,
    pub counting: Choices,
    pub rule: Option<String>,
    /// How its attendance counts, in one paragraph.
    pub attendance: String,
}

impl View for CohortFormPage {
    const TEMPLATE: &'static str = "pages/cohorts/form";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        vec![
            Self {
                form: FormState::default().refused("nombre", "Escriba el nombre de la cohorte."),
                told: Some("Si cambia el lugar, avisaremos por correo a 26 personas.".into()),
                heading: "Cambiar los datos".into(),
                action: "/cohortes/1/datos".into(),
                back: "/cohortes/1".into(),
                unit_name: "Meta".into(),
                course: "Gestión tributaria, versión 1".into(),
                municipalities: vec![Alternative::new("50325", "Mapiripán").within("Meta")],
                asks_seats: true,
                seats_link: None,
                asks_rule: false,
                graded: false,
                asks_hours: false,
                mark_hint: "De 0,0 a 5,0",
                counting: Choices::all(),
                rule: None,
                attendance: "Mínimo de asistencia: 80 %.".into(),
                seen: 0,
            },
            Self {
                form: FormState::default().with("nombre", "Meta 2026-2"),
                told: None,
                heading: "Cambiar los datos".into(),
                action: "/cohortes/1/datos".into(),
                back: "/cohortes/1".into(),
                unit_name: "Meta".into(),
                course: "Gestión tributaria, versión 1".into(),
                municipalities: vec![],
                asks_seats: false,
                seats_link: Some("/cohortes/1/cupos".into()),
                asks_rule: true,
                graded: true,
                asks_hours: true,
                mark_hint: "De 0,0 a 5,0",
                counting: Choices::all(),
                attendance: "Mínimo de asistencia: 80 %.".into(),
                rule: Some("Hay que asistir al menos al 80 %.".into()),
                seen: 12,
            },
        ]
    }
}

/// Which of several units the new cohort is for.
#[derive(Serialize)]
pub struct UnitPage {
    pub form: FormState,
    pub units: Vec<Alternative>,
    /// Carried on to the form.
    pub version: String,
    pub municipalities: Vec<String>,
}

impl View for UnitPage {
    const TEMPLATE: &'static str = "pages/cohorts/unit";
    fn title(&self) -> String {
        "¿Qué dirección territorial la ofrece?".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Programar una cohorte")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |version: &str| Self {
            form: FormState::default(),
            units: vec![Alternative::new("MET", "Meta")],
            version: version.into(),
            municipalities: vec!["50325".into()],
        };
        vec![page(""), page("3")]
    }
}

/// A new session, or the data of one.
#[derive(Serialize)]
pub struct SessionFormPage {
    pub form: FormState,
    /// Who hears of a change, once people count on the cohort.
    pub told: Option<String>,
    pub heading: String,
    pub action: String,
    pub back: String,
    pub cohort: String,
    /// «03/11/2026 a 27/11/2026»: the days it may be on.
    pub range: String,
    /// The cohort's own place, used when the session has none.
    pub place: String,
    pub facilitators: Vec<Alternative>,
    pub needs_facilitator: bool,
    pub is_new: bool,
    /// What is already planned, to choose around it.
    pub planned: Vec<String>,
}

impl View for SessionFormPage {
    const TEMPLATE: &'static str = "pages/cohorts/session";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(&self.cohort, &self.back),
            Crumb::here(&self.heading),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |is_new: bool, planned: Vec<String>| Self {
            form: FormState::default(),
            told: (!is_new).then(|| "Avisaremos por correo a 26 personas con cupo.".into()),
            heading: "Programar una sesión".into(),
            action: "/cohortes/1/sesiones".into(),
            back: "/cohortes/1".into(),
            cohort: "Meta 2026-2".into(),
            range: "03/11/2026 a 27/11/2026".into(),
            place: "Casa de la cultura".into(),
            facilitators: vec![Alternative::new(4, "Germán Turpial").within("De la territorial")],
            needs_facilitator: !is_new,
            is_new,
            planned,
        };
        vec![
            page(true, vec![]),
            page(false, vec!["1. 24/11/2026, 8:00 a. m. a 12:00 p. m.".into()]),
        ]
    }
}

/// Calling something off: it asks for a reason and says what follows.
#[derive(Serialize)]
pub struct ReasonPage {
    pub form: FormState,
    /// Who hears of it.
    pub told: Option<String>,
    pub heading: String,
    pub action: String,
    pub back: String,
    pub cohort: String,
    pub consequences: Vec<&'static str>,
    pub button: &'static str,
}

impl View for ReasonPage {
    const TEMPLATE: &'static str = "pages/cohorts/reason";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(&self.cohort, &self.back),
            Crumb::here(&self.heading),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |form| Self {
            form,
            told: Some("Al cancelar, avisaremos por correo a 26 personas con cupo.".into()),
            heading: "Cancelar la cohorte".into(),
            action: "/cohortes/1/cancelacion".into(),
            back: "/cohortes/1".into(),
            cohort: "Meta 2026-2".into(),
            consequences: vec!["La asistencia ya registrada se conserva."],
            button: "Cancelar la cohorte",
        };
        vec![
            page(FormState::default()),
            page(FormState::default().refused("motivo", "Escriba el motivo.")),
        ]
    }
}

/// Keeping a cohort's pattern under a name.
#[derive(Serialize)]
pub struct TemplatePage {
    pub form: FormState,
    pub id: i64,
    pub cohort: String,
    pub unit_name: String,
    /// Those that the unit has already.
    pub kept: Vec<KeptTemplate>,
}

/// A pattern that the unit keeps.
#[derive(Clone, Debug, Serialize)]
pub struct KeptTemplate {
    pub id: i64,
    pub name: String,
}

impl View for TemplatePage {
    const TEMPLATE: &'static str = "pages/cohorts/template";
    fn title(&self) -> String {
        "Guardar como plantilla".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(&self.cohort, format!("/cohortes/{}", self.id)),
            Crumb::here("Guardar como plantilla"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |kept: Vec<KeptTemplate>| Self {
            form: FormState::default().with("nombre", "Gestión tributaria"),
            id: 1,
            cohort: "Meta 2026-2".into(),
            unit_name: "Meta".into(),
            kept,
        };
        vec![page(vec![]), page(vec![KeptTemplate { id: 1, name: "Martes y jueves".into() }])]
    }
}
