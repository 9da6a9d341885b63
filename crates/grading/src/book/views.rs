//! Pages of a grade book that comes back.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;
use platform::previews::FilePreview;

fn crumbs(title: &str, cohort_href: &str, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(title.to_owned(), cohort_href.to_owned()),
        Crumb::to("Notas", format!("{cohort_href}/notas")),
        Crumb::here(here.to_owned()),
    ]
}

#[derive(Clone, Debug, Serialize, Example)]
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
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GradeBookCheckPage {
    #[serde(flatten)]
    pub file: FilePreview,
    pub title: String,
    pub cohort_href: String,
    pub people: Vec<GradeBookPersonLine>,
    pub more_people: usize,
    #[example((size.count == 2).then(|| "/notas/1/archivo".into()))]
    pub marked: Option<String>,
    /// A grade that follows from work changes.
    pub asks_reason: bool,
    pub conflicts: Vec<GradeConflictLine>,
    /// The last grade that was written when the page was made.
    pub seen: i64,
}

/// A grade of the file and the one that somebody wrote meanwhile, to choose from.
#[derive(Clone, Debug, Serialize, Example)]
pub struct GradeConflictLine {
    /// The name of its control.
    pub name: String,
    /// «Ñandú Guayacán B: Prueba final».
    pub legend: String,
    pub choices: Vec<Alternative>,
}

/// What the file changes of one person.
#[derive(Clone, Debug, Serialize, Example)]
pub struct GradeBookPersonLine {
    pub person: String,
    /// «C.C. 9.000.000.136 · Alcaldía de Florencia».
    pub identity: String,
    pub changes: Vec<GradeBookChangeLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GradeBookChangeLine {
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
        self.file.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    [samples_of::<GradeBookUploadPage>(), samples_of::<GradeBookCheckPage>()]
        .into_iter()
        .flatten()
        .collect()
}
