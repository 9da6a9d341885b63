//! Pages of a learner's own attendance and of what they ask.

use serde::Serialize;

use cohorts_model::views::cohort_crumbs;
use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Fact, Figure, Moment, Sample, View, samples_of};

/// A word with its sign and colour.
#[derive(Clone, Debug, Serialize)]
pub struct RequestTag {
    pub code: &'static str,
    pub label: &'static str,
}

/// Every session of one's own cohort.
#[derive(Clone, Debug, Serialize)]
pub struct OwnAttendancePage {
    pub heading: String,
    pub course: String,
    pub cohort: String,
    pub place_href: String,
    pub is_own: bool,
    pub figures: Vec<Figure>,
    /// What is missing for the minimum, in a sentence, and its tone.
    pub outlook: String,
    pub warns: bool,
    pub rule: String,
    pub rows: Vec<SessionRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SessionRow {
    pub name: String,
    pub hours: String,
    pub tag: RequestTag,
    /// «lista, 24/11/2026, 8:15 a. m.».
    pub how: Option<String>,
    pub requests: Vec<RequestLine>,
    pub ask: Option<AskLink>,
    /// Until when a correction could be asked for.
    pub late: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct RequestLine {
    pub href: String,
    pub label: String,
    pub tag: RequestTag,
}

#[derive(Clone, Debug, Serialize)]
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
        own_crumbs(&self.cohort, &self.place_href, None, "Asistencia")
    }
    fn samples() -> Vec<Self> {
        let row = SessionRow {
            name: "Sesión 2, martes 24 de noviembre de 2026".into(),
            hours: "8:00 a. m. a 12:00 p. m.".into(),
            tag: RequestTag { code: "absent", label: "Ausente" },
            how: Some("lista, 24/11/2026, 8:15 a. m.".into()),
            requests: vec![RequestLine {
                href: "/solicitudes/1".into(),
                label: "Corrección pedida el 24/11/2026".into(),
                tag: RequestTag { code: "waiting", label: "Por decidir" },
            }],
            ask: None,
            late: Some("La corrección se pedía hasta el 29/11/2026.".into()),
        };
        let ask = AskLink {
            href: "/inscripciones/1/asistencia/2".into(),
            label: "Pedir corrección",
            until: "hasta el domingo 29 de noviembre de 2026".into(),
            session: "de la sesión 2".into(),
        };
        let asking =
            SessionRow { how: None, requests: vec![], ask: Some(ask), late: None, ..row.clone() };
        let full = Self {
            heading: "Mi asistencia".into(),
            course: "Gestión tributaria".into(),
            cohort: "Meta 2026-2".into(),
            place_href: "/inscripciones/1".into(),
            is_own: true,
            figures: vec![Figure::new("50 %", "de lo dictado").noted("1 de 2 sesiones")],
            outlook: "Para alcanzar el 80 % necesita asistir a 3 de las 4 sesiones que faltan."
                .into(),
            warns: true,
            rule: "Mínimo de asistencia: 80 %.".into(),
            rows: vec![row, asking],
        };
        let empty = Self { is_own: false, warns: false, rows: vec![], ..full.clone() };
        vec![full, empty]
    }
}

fn own_crumbs(
    cohort: &str,
    place_href: &str,
    between: Option<(&str, String)>,
    here: &str,
) -> Vec<Crumb> {
    let mut crumbs = vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Mis inscripciones", "/mis-inscripciones"),
        Crumb::to(cohort.to_owned(), place_href.to_owned()),
    ];
    crumbs.extend(between.map(|(label, href)| Crumb::to(label.to_owned(), href)));
    crumbs.push(Crumb::here(here.to_owned()));
    crumbs
}

/// Asking about one session.
#[derive(Clone, Debug, Serialize)]
pub struct RequestFormPage {
    pub form: FormState,
    pub heading: &'static str,
    pub cohort: String,
    pub place_href: String,
    pub back: String,
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
        let between = Some(("Asistencia", self.back.clone()));
        own_crumbs(&self.cohort, &self.place_href, between, self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let correction = Self {
            form: FormState::default().refused("texto", "Escriba qué pasó."),
            heading: "Pedir una corrección",
            cohort: "Meta 2026-2".into(),
            place_href: "/inscripciones/1".into(),
            back: "/inscripciones/1/asistencia".into(),
            action: "/inscripciones/1/asistencia/2".into(),
            facts: vec![Fact::new("Sesión", "Sesión 2, martes 24 de noviembre de 2026")],
            blocked: None,
            states: vec![Alternative::new("presente", "Presente")],
            text_label: "Qué pasó",
            text_hint: "Por ejemplo: firmé la planilla en papel",
            button: "Enviar la solicitud",
        };
        let excuse = Self {
            form: FormState::default(),
            heading: "Avisar que no podrá asistir",
            states: vec![],
            ..correction.clone()
        };
        let blocked = Self { blocked: Some("La sesión está en curso.".into()), ..excuse.clone() };
        vec![correction, excuse, blocked]
    }
}

/// One request, for the person and for the coordination.
#[derive(Clone, Debug, Serialize)]
pub struct RequestPage {
    pub form: FormState,
    pub heading: String,
    pub tag: RequestTag,
    pub is_own: bool,
    pub person: String,
    pub cohort: String,
    pub place_href: String,
    pub own_href: String,
    /// Where the coordination's list is.
    pub list_href: String,
    pub facts: Vec<Fact>,
    pub text: String,
    /// «PDF de 2 páginas».
    pub file: Option<String>,
    pub file_href: String,
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
    /// The reader may take it back.
    pub take_back: Option<String>,
}

impl View for RequestPage {
    const TEMPLATE: &'static str = "pages/attendance/requests/request";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        if self.is_own {
            let between = Some(("Asistencia", self.own_href.clone()));
            return own_crumbs(&self.cohort, &self.place_href, between, "Solicitud");
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
    fn samples() -> Vec<Self> {
        let deciding = Self {
            form: FormState::default().refused("motivo", "Escriba el motivo."),
            heading: "Solicitud de corrección".into(),
            tag: RequestTag { code: "waiting", label: "Por decidir" },
            is_own: false,
            person: "Ana Ruiz".into(),
            cohort: "Meta 2026-2".into(),
            place_href: "/inscripciones/1".into(),
            own_href: "/inscripciones/1/asistencia".into(),
            list_href: "/cohortes/1/solicitudes".into(),
            facts: vec![Fact::new("Pide que quede", "Presente")],
            text: "Firmé la planilla.".into(),
            file: Some("PDF de 2 páginas".into()),
            file_href: "/solicitudes/1/soporte".into(),
            changed: Some("El registro cambió.".into()),
            story: vec![Moment {
                when: "24/11/2026, 8:15 a. m.".into(),
                text: "Solicitud enviada".into(),
                who: Some("Ana Ruiz".into()),
            }],
            action: "/solicitudes/1".into(),
            may_decide: true,
            states: vec![Alternative::new("presente", "Presente")],
            minutes_hint: Some("Vacío son los 240 de la sesión.".into()),
            waits: false,
            take_back: None,
        };
        let own = Self {
            form: FormState::default(),
            is_own: true,
            may_decide: false,
            file: None,
            changed: None,
            minutes_hint: None,
            waits: true,
            take_back: Some("/solicitudes/1/retiro".into()),
            ..deciding.clone()
        };
        vec![deciding, own]
    }
}

/// Requests of a cohort, or all that wait.
#[derive(Clone, Debug, Serialize)]
pub struct RequestListPage {
    pub heading: String,
    /// The name and page of the cohort, on the list of one cohort.
    pub cohort: Option<(String, String)>,
    pub title: String,
    pub cohort_href: String,
    pub rows: Vec<RequestListRow>,
    pub pager: Pager,
    pub empty: &'static str,
}

#[derive(Clone, Debug, Serialize)]
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
        match &self.cohort {
            Some((title, href)) => cohort_crumbs(title, href, "Solicitudes"),
            None => vec![Crumb::to("Inicio", "/"), Crumb::here("Solicitudes")],
        }
    }
    fn samples() -> Vec<Self> {
        let row = RequestListRow {
            href: "/solicitudes/1".into(),
            name: "Ruiz Peña, Ana".into(),
            session: "Sesión 2, 24/11/2026".into(),
            cohort: "Meta 2026-2".into(),
            wants: "Corrección: Presente".into(),
            has_file: true,
            asked: "24/11/2026, 8:15 a. m.".into(),
            tone: "waiting",
            state: "Por decidir",
        };
        let all = Self {
            heading: "Solicitudes por decidir".into(),
            cohort: None,
            title: "De todas sus cohortes".into(),
            cohort_href: "/cohortes".into(),
            rows: vec![row],
            pager: Pager::new(None, 1, "/solicitudes"),
            empty: "Nadie espera una decisión.",
        };
        let of_cohort = Self {
            cohort: Some(("Gestión tributaria, cohorte Meta 2026-2".into(), "/cohortes/1".into())),
            rows: vec![],
            ..all.clone()
        };
        vec![all, of_cohort]
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
