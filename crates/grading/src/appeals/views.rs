//! Pages of appeals: one's own grade, one appeal, the lists of those who answer.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::FormState;
use platform::pager::Pager;
use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};

/// One's own grade: where it comes from, and asking that it be looked at again.
#[derive(Clone, Debug, Serialize)]
pub struct LearnerGradePage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    /// The title of the cohort.
    pub title: String,
    pub place_href: String,
    pub facts: Vec<Fact>,
    pub story: Vec<Moment>,
    pub appeals: Vec<AppealLine>,
    /// Until when the grade may be appealed. `None` means that it may not.
    pub until: Option<String>,
    /// Why the grade may not be appealed.
    pub blocked: Option<String>,
    pub action: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct AppealLine {
    pub href: String,
    pub when: String,
    pub tone: &'static str,
    pub state: &'static str,
}

fn own_crumbs(title: &str, place_href: &str, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Mis inscripciones", "/mis-inscripciones"),
        Crumb::to(title.to_owned(), place_href.to_owned()),
        Crumb::here(here.to_owned()),
    ]
}

fn moment() -> Moment {
    Moment {
        when: "24/11/2026, 8:15 a. m.".into(),
        text: "Nota 3,5, de la prueba".into(),
        who: None,
    }
}

impl View for LearnerGradePage {
    const TEMPLATE: &'static str = "pages/assessment/appeals/own";
    fn title(&self) -> String {
        format!("Mi nota: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        own_crumbs(&self.title, &self.place_href, &self.name)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let asking = Self {
            form: FormState::default().refused("texto", "Escriba por qué."),
            name: "Prueba final".into(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            place_href: "/inscripciones/1".into(),
            facts: vec![Fact::new("Nota", "3,5")],
            story: vec![moment()],
            appeals: vec![],
            until: Some("viernes 27 de noviembre de 2026".into()),
            blocked: None,
            action: "/actividades/2/mi-nota".into(),
        };
        let blocked = Self {
            form: FormState::default(),
            appeals: vec![AppealLine {
                href: "/reclamos/1".into(),
                when: "24/11/2026, 8:15 a. m.".into(),
                tone: "waiting",
                state: "Por responder",
            }],
            until: None,
            blocked: Some("Ya hay un reclamo por responder.".into()),
            ..asking.clone()
        };
        let none = Self { story: vec![], appeals: vec![], ..blocked.clone() };
        vec![asking, blocked, none]
    }
}

/// One appeal, for the learner and for the person who decides it.
#[derive(Clone, Debug, Serialize)]
pub struct AppealPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    pub person: String,
    pub title: String,
    pub is_own: bool,
    pub place_href: String,
    pub list_href: String,
    /// The page of the grade, for the person who decides.
    pub grade_href: String,
    pub tone: &'static str,
    pub state: &'static str,
    pub facts: Vec<Fact>,
    pub text: String,
    /// The grade changed since it was asked.
    pub changed: Option<String>,
    pub story: Vec<Moment>,
    pub action: String,
    pub may_answer: bool,
    /// Why the grade may not change.
    pub locked: Option<String>,
    /// «Entre 0,0 y 5,0».
    pub hint: String,
    pub take_back: Option<String>,
}

impl View for AppealPage {
    const TEMPLATE: &'static str = "pages/assessment/appeals/appeal";
    fn title(&self) -> String {
        format!("Reclamo de la nota de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        if self.is_own {
            return own_crumbs(&self.title, &self.place_href, "Reclamo");
        }
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Reclamos", self.list_href.clone()),
            Crumb::here(self.person.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let answering = Self {
            form: FormState::default().refused("respuesta", "Escriba la respuesta."),
            name: "Prueba final".into(),
            person: "Ana Ruiz".into(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            is_own: false,
            place_href: "/inscripciones/1".into(),
            list_href: "/cohortes/1/reclamos".into(),
            grade_href: "/actividades/2/notas/1".into(),
            tone: "waiting",
            state: "Por responder",
            facts: vec![Fact::new("Nota", "3,5")],
            text: "La pregunta 3 admite otra respuesta.".into(),
            changed: Some("La nota cambió después del reclamo.".into()),
            story: vec![moment()],
            action: "/reclamos/1".into(),
            may_answer: true,
            locked: None,
            hint: "Nota entre 0,0 y 5,0".into(),
            take_back: None,
        };
        let locked = Self {
            form: FormState::default(),
            changed: None,
            locked: Some("La cohorte está cerrada.".into()),
            ..answering.clone()
        };
        let own = Self {
            is_own: true,
            may_answer: false,
            take_back: Some("/reclamos/1/retiro".into()),
            ..locked.clone()
        };
        vec![answering, locked, own]
    }
}

/// The appeals of a cohort, or all open ones.
#[derive(Clone, Debug, Serialize)]
pub struct AppealListPage {
    pub heading: &'static str,
    /// Of one cohort: its name and page.
    pub cohort: Option<(String, String)>,
    pub lead: String,
    pub back: String,
    pub rows: Vec<AppealListRow>,
    pub pager: Pager,
}

#[derive(Clone, Debug, Serialize)]
pub struct AppealListRow {
    pub href: String,
    pub name: String,
    pub activity: String,
    pub cohort: String,
    pub asked: String,
    pub tone: &'static str,
    pub state: &'static str,
}

impl View for AppealListPage {
    const TEMPLATE: &'static str = "pages/assessment/appeals/list";
    fn title(&self) -> String {
        self.heading.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        match &self.cohort {
            Some((title, href)) => cohort_crumbs(title, href, "Reclamos"),
            None => vec![Crumb::to("Inicio", "/"), Crumb::here("Reclamos")],
        }
    }
    fn samples() -> Vec<Self> {
        let all = Self {
            heading: "Reclamos por responder",
            cohort: None,
            lead: "De todas sus cohortes".into(),
            back: "/cohortes".into(),
            rows: vec![AppealListRow {
                href: "/reclamos/1".into(),
                name: "Ruiz Peña, Ana".into(),
                activity: "Prueba final".into(),
                cohort: "Meta 2026-2".into(),
                asked: "24/11/2026, 8:15 a. m.".into(),
                tone: "waiting",
                state: "Por responder",
            }],
            pager: Pager::new(None, 1, "/reclamos"),
        };
        let of_cohort = Self {
            heading: "Reclamos de notas",
            cohort: Some(("Gestión tributaria, cohorte Meta 2026-2".into(), "/cohortes/1".into())),
            rows: vec![],
            ..all.clone()
        };
        vec![all, of_cohort]
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<LearnerGradePage>(), samples_of::<AppealPage>(), samples_of::<AppealListPage>()]
        .into_iter()
        .flatten()
        .collect()
}
