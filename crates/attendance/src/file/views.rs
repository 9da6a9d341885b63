//! The pages on which a file of attendance is chosen and looked at.

use platform::pages::{Crumb, Figure, Sample, View, samples_of};
use platform::prelude::*;

fn crumbs(title: &str, cohort_href: &str, here: &str) -> Vec<Crumb> {
    vec![
        Crumb::to("Inicio", "/"),
        Crumb::to("Cohortes", "/cohortes"),
        Crumb::to(title, cohort_href),
        Crumb::to("Asistencia", format!("{cohort_href}/asistencia")),
        Crumb::here(here),
    ]
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AttendanceFilePage {
    pub form: FormState,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
}

impl View for AttendanceFilePage {
    const TEMPLATE: &'static str = "pages/attendance/file";
    fn title(&self) -> String {
        "Asistencia desde un archivo".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.title, &self.cohort_href, "Desde un archivo")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AttendanceFileCheckPage {
    pub form: FormState,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    pub figures: Vec<Figure>,
    /// What was not read, a sentence for each reason.
    pub notes: Vec<String>,
    pub changes: Vec<FileChangeLine>,
    /// «y 120 más».
    pub more_changes: Option<String>,
    pub problems: Vec<FileProblemLine>,
    pub more_problems: Option<String>,
    /// Everything that would be written, as it was seen.
    pub marks: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct FileChangeLine {
    pub row: u32,
    pub person: String,
    pub session: i32,
    pub from: &'static str,
    pub to: &'static str,
    pub tone: &'static str,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct FileProblemLine {
    pub row: u32,
    pub text: String,
}

impl View for AttendanceFileCheckPage {
    const TEMPLATE: &'static str = "pages/attendance/file_check";
    fn title(&self) -> String {
        "Revisar el archivo".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.title, &self.cohort_href, "Revisar el archivo")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<AttendanceFilePage>();
    all.extend(samples_of::<AttendanceFileCheckPage>());
    all
}
