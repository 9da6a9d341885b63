//! Pages of needs: the list, saying one, one with its history.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Fact, Moment, Sample, View, samples_of};

#[derive(Debug, Serialize)]
pub struct NeedListPage {
    pub form: FormState,
    pub states: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    pub departments: Vec<Alternative>,
    pub offers: Vec<Alternative>,
    pub rows: Vec<NeedRow>,
    pub pager: Pager,
    pub narrowed: bool,
    pub may_propose: bool,
    /// The address of the same list as a workbook.
    pub workbook: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct NeedRow {
    pub href: String,
    pub number: i64,
    /// «Mapiripán (Meta)».
    pub place: String,
    pub entity: String,
    pub capacity: String,
    pub asked: String,
    pub matched: String,
    pub attended: String,
    pub left: String,
    pub deadline: String,
    pub is_late: bool,
    pub tone: &'static str,
    pub state: &'static str,
    pub without_offer: bool,
    pub is_demo: bool,
}

fn sample_row() -> NeedRow {
    NeedRow {
        href: "/necesidades/1".into(),
        number: 1,
        place: "Mapiripán (Meta)".into(),
        entity: "Alcaldía de Mapiripán".into(),
        capacity: "Movilizar recursos propios".into(),
        asked: "20".into(),
        matched: "12".into(),
        attended: "5".into(),
        left: "8".into(),
        deadline: "20/03/2027".into(),
        is_late: true,
        tone: "waiting",
        state: "Pendiente",
        without_offer: true,
        is_demo: true,
    }
}

fn crumbs(here: impl Into<String>) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Necesidades", "/necesidades"),
        Crumb::here(here.into()),
    ]
}

impl View for NeedListPage {
    const TEMPLATE: &'static str = "pages/needs/list";
    fn title(&self) -> String {
        "Necesidades".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Necesidades")]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |rows: Vec<NeedRow>, narrowed| Self {
            form: FormState::default(),
            states: vec![Alternative::new("pendiente", "Pendiente")],
            capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
            departments: vec![Alternative::new("50", "Meta")],
            offers: vec![Alternative::new("sin", "Sin oferta")],
            rows,
            pager: Pager::new(None, 1, "/necesidades"),
            narrowed,
            may_propose: narrowed,
            workbook: "/necesidades/xlsx".into(),
        };
        let calm = NeedRow { is_late: false, without_offer: false, is_demo: false, ..sample_row() };
        vec![page(vec![sample_row(), calm], true), page(vec![], true), page(vec![], false)]
    }
}

/// Saying a need: first where, then what.
#[derive(Debug, Serialize)]
pub struct NeedFormPage {
    pub form: FormState,
    /// «Mapiripán (Meta)», once it is known.
    pub place: Option<String>,
    pub code: String,
    /// To choose where.
    pub departments: Vec<Alternative>,
    pub places: Vec<Alternative>,
    pub entities: Vec<Alternative>,
    pub capacities: Vec<Alternative>,
    /// Needs of the municipality that wait.
    pub waiting: Vec<WaitingLine>,
    /// Ids of those alike that were shown, separated by commas.
    pub seen: String,
    pub alike: Vec<WaitingLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct WaitingLine {
    pub href: String,
    /// «20 personas: Movilizar recursos propios».
    pub text: String,
    pub deadline: String,
}

impl View for NeedFormPage {
    const TEMPLATE: &'static str = "pages/needs/form";
    fn title(&self) -> String {
        "Registrar una necesidad".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Registrar")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let line = || WaitingLine {
            href: "/necesidades/1".into(),
            text: "20 personas: Movilizar recursos propios".into(),
            deadline: "20/03/2027".into(),
        };
        let asking = || Self {
            form: FormState::default(),
            place: None,
            code: String::new(),
            departments: vec![Alternative::new("50", "Meta")],
            places: vec![Alternative::new("50325", "Mapiripán")],
            entities: vec![],
            capacities: vec![],
            waiting: vec![],
            seen: String::new(),
            alike: vec![],
        };
        let written = || Self {
            form: FormState::default().refused("personas", "Escriba cuántas."),
            place: Some("Mapiripán (Meta)".into()),
            code: "50325".into(),
            entities: vec![Alternative::new(1, "Alcaldía de Mapiripán")],
            capacities: vec![Alternative::new("TRI-01", "Movilizar recursos propios")],
            ..asking()
        };
        vec![
            asking(),
            Self { places: vec![], ..asking() },
            Self { waiting: vec![line()], alike: vec![line()], seen: "1".into(), ..written() },
            written(),
        ]
    }
}

/// One need.
#[derive(Debug, Serialize)]
pub struct NeedPage {
    pub form: FormState,
    pub id: i64,
    pub place: String,
    pub capacity: String,
    pub tone: &'static str,
    pub state: &'static str,
    pub is_demo: bool,
    pub facts: Vec<Fact>,
    pub note: Option<String>,
    pub refusal: Option<String>,
    pub without_offer: bool,
    pub matches: Vec<MatchRow>,
    /// Cohorts that could answer it; for whoever decides.
    pub cohorts: Vec<Alternative>,
    pub may_match: bool,
    /// A proposal that begins here.
    pub propose: String,
    pub may_refuse: bool,
    pub story: Vec<Moment>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MatchRow {
    /// Of the cohort; empty for those who do not run it.
    pub href: Option<String>,
    pub name: String,
    pub course: String,
    pub dates: String,
    pub tone: &'static str,
    pub stage: &'static str,
    pub people: String,
    pub attended: String,
    pub is_cancelled: bool,
    /// The cohort, where its people may be given back.
    pub change: Option<i64>,
}

impl View for NeedPage {
    const TEMPLATE: &'static str = "pages/needs/need";
    fn title(&self) -> String {
        format!("Necesidad {}: {}", self.id, self.place)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(format!("N.º {}", self.id))
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let matched = MatchRow {
            href: Some("/cohortes/1".into()),
            name: "Meta 2026-2".into(),
            course: "Gestión tributaria territorial".into(),
            dates: "03/11/2026 a 27/11/2026".into(),
            tone: "running",
            stage: "En curso",
            people: "12".into(),
            attended: "5".into(),
            is_cancelled: false,
            change: Some(1),
        };
        let told = MatchRow { href: None, change: None, is_cancelled: true, ..matched.clone() };
        let page = |full: bool| Self {
            form: FormState::default(),
            id: 1,
            place: "Mapiripán (Meta)".into(),
            capacity: "Movilizar recursos propios".into(),
            tone: "waiting",
            state: "Pendiente",
            is_demo: full,
            facts: vec![Fact::new("Personas", "20")],
            note: full.then(|| "Antes del cierre fiscal.".into()),
            refusal: full.then(|| "No hay presupuesto este año.".into()),
            without_offer: full,
            matches: if full { vec![matched.clone(), told.clone()] } else { vec![] },
            cohorts: if full { vec![Alternative::new(1, "Meta 2026-2")] } else { vec![] },
            may_match: true,
            propose: "/necesidades/propuesta?municipio=50325".into(),
            may_refuse: full,
            story: vec![Moment {
                when: "24/11/2026, 8:15 a. m.".into(),
                text: "Registrada: 20 personas".into(),
                who: full.then(|| "Ana Ruiz".into()),
            }],
        };
        vec![page(true), page(false), Self { may_match: false, ..page(false) }]
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<NeedListPage>(), samples_of::<NeedFormPage>(), samples_of::<NeedPage>()]
        .into_iter()
        .flatten()
        .collect()
}
