//! Pages of a learner's own attendance and of what they ask.

use cohorts_model::views::cohort_crumbs;
use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};
use platform::prelude::*;

/// A word with its sign and colour.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RequestTag {
    pub code: &'static str,
    pub label: &'static str,
}

/// Every session of one's own cohort.
#[derive(Clone, Debug, Serialize, Example)]
pub struct OwnAttendancePage {
    pub heading: String,
    pub course: String,
    pub cohort: String,
    pub place_href: String,
    /// How much of what was held, with the mark of the minimum.
    pub percent: Option<u32>,
    pub told: Option<String>,
    pub minimum: i32,
    /// What is missing for the minimum, in a sentence, and its tone.
    pub outlook: String,
    pub warns: bool,
    pub rule: String,
    pub rows: Vec<SessionRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct SessionRow {
    pub name: String,
    pub hours: String,
    pub tag: RequestTag,
    /// «lista, 24 de noviembre de 2026, 8:15 a. m.».
    pub how: Option<String>,
    pub requests: Vec<RequestLine>,
    pub ask: Option<AskLink>,
    /// Until when a correction could be asked for.
    pub late: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct RequestLine {
    pub href: String,
    pub label: String,
    pub tag: RequestTag,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AskLink {
    pub href: String,
    pub label: &'static str,
    /// «hasta el domingo 29 de noviembre».
    pub until: String,
    /// Names the session for a reader who hears the link alone.
    pub session: String,
}

impl View for OwnAttendancePage {
    const TEMPLATE: &'static str = "pages/attendance/requests/own";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        own_crumbs(&self.cohort, &self.place_href, None)
    }
}

/// The way to one's own attendance in a cohort, or to a page below it.
fn own_crumbs(cohort: &str, place_href: &str, below: Option<&str>) -> Vec<Crumb> {
    let mut crumbs = vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Mis inscripciones", "/mis-inscripciones"),
        Crumb::to(cohort, place_href),
    ];
    crumbs.extend(below.map(|_| Crumb::to("Asistencia", format!("{place_href}/asistencia"))));
    crumbs.push(Crumb::here(below.unwrap_or("Asistencia")));
    crumbs
}

/// Asking about one session.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RequestFormPage {
    pub form: FormState,
    /// The file that waits for this form.
    pub kept: Option<String>,
    pub heading: &'static str,
    pub cohort: String,
    pub place_href: String,
    pub action: String,
    pub facts: Vec<Fact>,
    /// Why nothing can be asked now.
    pub blocked: Option<String>,
    /// What it should be; none for an excuse.
    pub states: Vec<Alternative>,
    pub text_label: &'static str,
    pub text_hint: &'static str,
    pub button: &'static str,
}

impl View for RequestFormPage {
    const TEMPLATE: &'static str = "pages/attendance/requests/ask";
    fn title(&self) -> String {
        self.heading.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        own_crumbs(&self.cohort, &self.place_href, Some(self.heading))
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// One request, for the person and for the coordination.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RequestPage {
    pub form: FormState,
    pub heading: String,
    pub tag: RequestTag,
    pub is_own: bool,
    pub person: String,
    pub cohort: String,
    pub place_href: String,
    /// Where the coordination's list is.
    pub list_href: String,
    pub facts: Vec<Fact>,
    pub text: String,
    /// «PDF de 2 páginas».
    pub file: Option<String>,
    /// What changed since it was asked.
    pub changed: Option<String>,
    pub story: Vec<Moment>,
    pub action: String,
    /// The reader decides now.
    pub may_decide: bool,
    pub states: Vec<Alternative>,
    /// The cohort counts minutes.
    pub minutes_hint: Option<String>,
    /// The session has not begun: what is granted waits for it.
    pub waits: bool,
    pub may_take_back: bool,
}

impl View for RequestPage {
    const TEMPLATE: &'static str = "pages/attendance/requests/request";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        if self.is_own {
            return own_crumbs(&self.cohort, &self.place_href, Some("Solicitud"));
        }
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Solicitudes", self.list_href.clone()),
            Crumb::here(self.person.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// Requests of a cohort, or all that wait.
#[derive(Clone, Debug, Serialize, Example)]
pub struct RequestListPage {
    pub heading: String,
    /// It is the list of one cohort.
    pub is_of_cohort: bool,
    pub title: String,
    pub cohort_href: String,
    /// How the address ends when the reader came from closing the cohort.
    pub closing: &'static str,
    pub rows: Vec<RequestListRow>,
    pub pager: Pager,
    pub empty: &'static str,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct RequestListRow {
    pub href: String,
    pub name: String,
    pub session: String,
    pub cohort: String,
    /// «Corrección: Presente».
    pub wants: String,
    pub has_file: bool,
    pub asked: String,
    pub tone: &'static str,
    pub state: &'static str,
}

impl View for RequestListPage {
    const TEMPLATE: &'static str = "pages/attendance/requests/list";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        match self.is_of_cohort {
            true => cohort_crumbs(&self.title, &self.cohort_href, "Solicitudes"),
            false => vec![Crumb::to("Inicio", "/"), Crumb::here("Solicitudes")],
        }
    }
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<OwnAttendancePage>(),
        samples_of::<RequestFormPage>(),
        samples_of::<RequestPage>(),
        samples_of::<RequestListPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
