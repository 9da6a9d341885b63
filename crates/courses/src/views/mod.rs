//! Pages of the catalogue.

mod capacity;

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pager::Pager;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

use super::entity::course::CourseId;

pub use capacity::{BuildingRow, CapacityPage, IndicatorRow};

fn home() -> Crumb {
    Crumb::to("Inicio", "/")
}

fn catalogue() -> Crumb {
    Crumb::to("Cursos", "/cursos")
}

/// The catalogue as a list.
#[derive(Serialize)]
pub struct CourseListPage {
    pub filter: FormState,
    pub subjects: Vec<Alternative>,
    pub modalities: Vec<Alternative>,
    pub rows: Vec<CourseRow>,
    pub pager: Pager,
    pub may_create: bool,
    /// Whether any filter narrows the list.
    pub filtered: bool,
}

#[derive(Serialize)]
pub struct CourseRow {
    pub href: String,
    pub code: String,
    pub name: String,
    pub subject: String,
    pub track: String,
    pub modality: String,
    pub hours: i32,
    pub number: i32,
    pub state: String,
    pub state_label: String,
}

impl View for CourseListPage {
    const TEMPLATE: &'static str = "pages/courses/list";
    fn title(&self) -> String {
        "Cursos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![home(), Crumb::here("Cursos")]
    }
    fn samples() -> Vec<Self> {
        let empty = |may_create, filtered| Self {
            filter: FormState::default().with("q", ""),
            subjects: vec![
                Alternative::new("gestion_tributaria", "Gestión tributaria")
                    .within("Servidores públicos"),
            ],
            modalities: vec![Alternative::new("mixta", "Mixta")],
            rows: vec![],
            pager: Pager::new(None, 0, "/cursos"),
            may_create,
            filtered,
        };
        vec![
            empty(false, false),
            empty(true, true),
            Self {
                rows: vec![CourseRow {
                    href: "/cursos/1".into(),
                    code: "SP-TRI".into(),
                    name: "Gestión tributaria territorial".into(),
                    subject: "Gestión tributaria".into(),
                    track: "Servidores públicos".into(),
                    modality: "Mixta".into(),
                    hours: 40,
                    number: 2,
                    state: "draft".into(),
                    state_label: "Borrador".into(),
                }],
                pager: Pager::new(None, 120, "/cursos"),
                ..empty(true, false)
            },
        ]
    }
}

/// A course at one of its versions, with the others and what happened to it.
#[derive(Serialize)]
pub struct CoursePage {
    /// Errors of a refused publication; nothing is typed on this page.
    pub form: FormState,
    pub course: CourseId,
    pub code: String,
    pub name: String,
    pub number: i32,
    pub state: String,
    pub state_label: String,
    pub facts: Vec<Fact>,
    pub objective: String,
    pub contents: Vec<String>,
    pub targets: Vec<TargetRow>,
    pub versions: Vec<CourseVersionRow>,
    pub events: Vec<EventRow>,
    /// Label of the button that edits; none when the reader may not.
    pub edit: Option<String>,
    /// Something else on the page matters more than editing.
    pub edit_quietly: bool,
    /// The version shown is a complete draft and the reader may publish it.
    pub may_publish: bool,
    /// What the draft lacks to be published.
    pub missing: Vec<String>,
    /// Where to schedule a cohort of the version shown.
    pub schedule: Option<String>,
    /// A newer published version than the one shown.
    pub newer: Option<String>,
    /// The address of the lessons learned, for those who teach the course.
    pub lessons: Option<String>,
}

#[derive(Serialize)]
pub struct TargetRow {
    pub href: String,
    pub code: String,
    pub name: String,
    pub level: String,
    pub evidence: String,
}

#[derive(Serialize)]
pub struct CourseVersionRow {
    pub href: String,
    pub number: i32,
    pub name: String,
    pub hours: i32,
    pub state: String,
    pub state_label: String,
    /// When it was published, or begun.
    pub when: String,
    /// The one on this page.
    pub shown: bool,
}

#[derive(Serialize)]
pub struct EventRow {
    pub when: String,
    pub text: String,
    pub who: Option<String>,
}

impl View for CoursePage {
    const TEMPLATE: &'static str = "pages/courses/course";
    fn title(&self) -> String {
        self.name.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![home(), catalogue(), Crumb::here(&self.name)]
    }
    fn samples() -> Vec<Self> {
        let bare = || Self {
            form: FormState::default(),
            course: CourseId(1),
            code: "SP-TRI".into(),
            name: "Gestión tributaria territorial".into(),
            number: 1,
            state: "published".into(),
            state_label: "Publicada".into(),
            facts: vec![],
            objective: String::new(),
            contents: vec![],
            targets: vec![],
            versions: vec![],
            events: vec![],
            edit: None,
            edit_quietly: false,
            may_publish: false,
            missing: vec![],
            schedule: None,
            newer: None,
            lessons: None,
        };
        vec![
            bare(),
            Self {
                form: FormState::default().refused("", "Elija al menos una capacidad."),
                state: "draft".into(),
                state_label: "Borrador".into(),
                facts: vec![Fact::new("Intensidad", "40 horas")],
                objective: "Recaudar mejor".into(),
                contents: vec!["Predial".into(), "Cobro".into()],
                targets: vec![TargetRow {
                    href: "/capacidades/TRI-01".into(),
                    code: "TRI-01".into(),
                    name: "Movilizar recursos propios".into(),
                    level: "Institucional".into(),
                    evidence: "Lista de chequeo".into(),
                }],
                versions: vec![CourseVersionRow {
                    href: "/cursos/1?version=1".into(),
                    number: 1,
                    name: "Gestión tributaria territorial".into(),
                    hours: 40,
                    state: "published".into(),
                    state_label: "Publicada".into(),
                    when: "20/11/2026".into(),
                    shown: true,
                }],
                events: vec![EventRow {
                    when: "20/11/2026, 10:00 a. m.".into(),
                    text: "Versión 1 publicada".into(),
                    who: None,
                }],
                edit: Some("Editar el borrador".into()),
                edit_quietly: true,
                may_publish: true,
                missing: vec!["Elija al menos una capacidad.".into()],
                schedule: Some("/cohortes/nueva?version=1".into()),
                newer: Some("/cursos/1".into()),
                lessons: Some("/cursos/1/lecciones".into()),
                ..bare()
            },
        ]
    }
}

/// The form of a new course, of a draft and of a next version.
#[derive(Serialize)]
pub struct CourseFormPage {
    pub form: FormState,
    /// What the page does: its heading.
    pub heading: String,
    /// What saving will do.
    pub lead: String,
    /// Name of the course edited; none for a new one.
    pub course_name: Option<String>,
    pub action: String,
    pub cancel: String,
    /// Mark of the version being edited; empty for a new course.
    pub base: String,
    pub subjects: Vec<Alternative>,
    pub offer_types: Vec<Alternative>,
    pub modalities: Vec<Alternative>,
    pub levels: Vec<Alternative>,
    pub capacity_types: Vec<Alternative>,
    pub descriptors: Vec<Alternative>,
    pub groups: Vec<CapacityGroup>,
    /// Kinds of post, and courses whose certificate may be asked for.
    pub kinds: Vec<Alternative>,
    pub courses: Vec<Alternative>,
}

/// Capacities of one subject, folded unless something of it is chosen or wrong.
#[derive(Serialize)]
pub struct CapacityGroup {
    pub title: String,
    pub open: bool,
    pub chosen: usize,
    pub capacities: Vec<CapacityChoice>,
}

/// A capacity with the names of its three controls.
#[derive(Serialize)]
pub struct CapacityChoice {
    pub code: String,
    pub label: String,
    pub check: String,
    pub level: String,
    pub evidence: String,
}

impl View for CourseFormPage {
    const TEMPLATE: &'static str = "pages/courses/form";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = vec![home(), catalogue()];
        if let Some(name) = &self.course_name {
            crumbs.push(Crumb::to(name, &self.cancel));
        }
        crumbs.push(Crumb::here(&self.heading));
        crumbs
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let list = || vec![Alternative::new("institucional", "Institucional")];
        let page = |form: FormState, course_name: Option<String>| Self {
            form,
            heading: "Crear un curso".into(),
            lead: "Quedará en borrador.".into(),
            course_name,
            action: "/cursos".into(),
            cancel: "/cursos".into(),
            base: String::new(),
            subjects: list(),
            offer_types: list(),
            modalities: list(),
            levels: list(),
            capacity_types: list(),
            descriptors: list(),
            kinds: list(),
            courses: list(),
            groups: vec![CapacityGroup {
                title: "Gestión tributaria".into(),
                open: true,
                chosen: 1,
                capacities: vec![CapacityChoice {
                    code: "TRI-01".into(),
                    label: "Movilizar recursos propios".into(),
                    check: "capacidad_TRI-01".into(),
                    level: "nivel_TRI-01".into(),
                    evidence: "evidencia_TRI-01".into(),
                }],
            }],
        };
        let wrong = FormState::default()
            .with("horas", "muchas")
            .with("capacidad_TRI-01", "si")
            .refused("horas", "Escriba las horas del curso: un número entero entre 1 y 159.")
            .refused("evidencia_TRI-01", "Escriba la evidencia.");
        vec![
            page(FormState::default(), None),
            page(wrong, Some("Gestión tributaria territorial".into())),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<CourseListPage>();
    all.extend(samples_of::<CoursePage>());
    all.extend(samples_of::<CourseFormPage>());
    all.extend(samples_of::<CapacityPage>());
    all
}
