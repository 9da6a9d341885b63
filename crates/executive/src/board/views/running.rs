//! The cohorts that are not over, as a board tells them.

use platform::prelude::*;
use reports_model::sheets;

use crate::board::running::{RunningCohort, SHOWN};
use crate::report;

#[derive(Debug, Serialize, Example)]
pub struct RunningCohortsSection {
    #[example(if size.count == 1 { vec![] } else { Example::example(size) })]
    pub rows: Vec<RunningCohortRow>,
    pub has_more: bool,
}

#[derive(Debug, Serialize, Example)]
pub struct RunningCohortRow {
    pub name: String,
    pub course: String,
    pub href: String,
    pub days: String,
    pub seats: String,
    pub below: String,
    /// The list of them, for whoever runs the cohort.
    pub below_href: Option<String>,
    /// Sessions that are over and have no attendance.
    #[serde(rename = "late")]
    pub without_attendance: String,
    pub stage: &'static str,
    /// «Por cerrar», or how many sessions are still to be held.
    #[serde(rename = "left")]
    pub remaining: String,
    pub close_href: Option<String>,
}

impl RunningCohortsSection {
    pub fn of(rows: &[RunningCohort]) -> Self {
        Self {
            rows: rows.iter().take(SHOWN).map(RunningCohortRow::of).collect(),
            has_more: rows.len() > SHOWN,
        }
    }
}

impl RunningCohortRow {
    fn of(row: &RunningCohort) -> Self {
        let path = format!("/cohortes/{}", row.id);
        let taken = report::share(row.taken, i64::from(row.seats));
        Self {
            name: row.name.clone(),
            course: row.course.clone(),
            days: dates::range(row.starts_on, row.ends_on),
            seats: format!(
                "{} de {} ({})",
                numbers::grouped(row.taken),
                row.seats,
                sheets::text(&taken)
            ),
            below: numbers::grouped(row.below),
            below_href: (row.is_run && row.below > 0).then(|| format!("{path}/riesgo")),
            without_attendance: numbers::grouped(row.without_attendance),
            stage: row.stage.label(),
            remaining: if row.is_to_close() {
                "Por cerrar".to_owned()
            } else {
                numbers::some(row.to_hold, "sesión por dictar", "sesiones por dictar")
            },
            close_href: (row.is_run && row.is_to_close()).then(|| format!("{path}/cierre")),
            href: path,
        }
    }
}
