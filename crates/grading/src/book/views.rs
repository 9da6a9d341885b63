//! Pages of a grade book that comes back.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Figure, Sample, View, samples_of};

fn crumbs(title: &str, cohort_href: &str, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(title.to_owned(), cohort_href.to_owned()),
        Crumb::to("Notas", format!("{cohort_href}/notas")),
        Crumb::here(here.to_owned()),
    ]
}

#[derive(Clone, Debug, Serialize)]
pub struct GradeBookUploadPage {
    pub form: FormState,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    /// Why nothing is taken now.
    pub blocked: Option<String>,
}

impl View for GradeBookUploadPage {
    const TEMPLATE: &'static str = "pages/assessment/book/upload";
    fn title(&self) -> String {
        "Subir la planilla de notas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.title, &self.cohort_href, "Subir la planilla")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            form: FormState::default(),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            blocked: None,
        };
        let refused = Self {
            form: FormState::default().refused("archivo", "Elija el archivo."),
            ..empty.clone()
        };
        let blocked = Self { blocked: Some("La cohorte está cerrada.".into()), ..empty.clone() };
        vec![empty, refused, blocked]
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct GradeBookCheckPage {
    pub form: FormState,
    pub title: String,
    pub cohort_href: String,
    /// The name of the file.
    pub name: String,
    pub figures: Vec<Figure>,
    pub summary: String,
    pub warns: bool,
    pub issues: Vec<GradeBookIssueLine>,
    /// Those that are not listed.
    pub more_issues: usize,
    pub changes: Vec<GradeBookChangeLine>,
    pub more_changes: usize,
    pub marked: Option<String>,
    /// A grade that follows from work changes.
    pub asks_reason: bool,
    pub button: Option<String>,
    pub action: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct GradeBookIssueLine {
    /// «Celda C12».
    pub place: String,
    pub text: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct GradeBookChangeLine {
    pub person: String,
    pub activity: String,
    /// «3,0 → 4,0».
    pub change: String,
    pub over: bool,
}

impl View for GradeBookCheckPage {
    const TEMPLATE: &'static str = "pages/assessment/book/check";
    fn title(&self) -> String {
        "Revisar la planilla".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.title, &self.cohort_href, "Revisar la planilla")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let good = Self {
            form: FormState::default().refused("motivo", "Escriba por qué."),
            title: "Gestión tributaria, cohorte Meta 2026-2".into(),
            cohort_href: "/cohortes/1".into(),
            name: "notas.xlsx".into(),
            figures: vec![Figure::new("1", "nota cambia")],
            summary: "Nada se ha guardado todavía.".into(),
            warns: false,
            issues: vec![],
            more_issues: 0,
            changes: vec![GradeBookChangeLine {
                person: "Ana Ruiz".into(),
                activity: "Prueba final".into(),
                change: "3,0 → 4,0".into(),
                over: true,
            }],
            more_changes: 2,
            marked: None,
            asks_reason: true,
            button: Some("Guardar 3 notas".into()),
            action: "/notas/1".into(),
        };
        let wrong = Self {
            form: FormState::default(),
            warns: true,
            issues: vec![GradeBookIssueLine {
                place: "Celda C12".into(),
                text: "«cuatro» no es una nota.".into(),
            }],
            more_issues: 3,
            changes: vec![],
            marked: Some("/notas/1/archivo".into()),
            asks_reason: false,
            button: None,
            ..good.clone()
        };
        vec![good, wrong]
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<GradeBookUploadPage>(), samples_of::<GradeBookCheckPage>()]
        .into_iter()
        .flatten()
        .collect()
}
