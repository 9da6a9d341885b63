//! The page on which the attendance of a closed cohort is opened again.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

#[derive(Clone, Debug, Serialize, Example)]
pub struct AttendanceReopeningPage {
    pub form: FormState,
    /// The title of the cohort.
    pub title: String,
    pub cohort_href: String,
    /// Until when the attendance is open. `None` means that it is closed.
    pub open: Option<String>,
    /// It is opened here now.
    pub may_open: bool,
    pub may_close: bool,
    /// Why it may not be opened.
    pub blocked: Option<String>,
    pub rows: Vec<AttendanceReopeningLine>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct AttendanceReopeningLine {
    pub when: String,
    pub who: String,
    pub reason: String,
    /// «Abierta hasta el 27/11/2026, 12:00 a. m.», «Cerrada el …».
    pub end: String,
}

impl View for AttendanceReopeningPage {
    const TEMPLATE: &'static str = "pages/attendance/reopening";
    fn title(&self) -> String {
        "Reapertura de la asistencia".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Cohortes", "/cohortes"),
            Crumb::to(self.title.clone(), self.cohort_href.clone()),
            Crumb::to("Asistencia", format!("{}/asistencia", self.cohort_href)),
            Crumb::here("Reapertura"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<AttendanceReopeningPage>()
}
