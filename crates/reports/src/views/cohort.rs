//! One cohort's attendance within a report.

use platform::example::Samples;
use platform::prelude::*;

use super::super::figures::{CohortRow, ReportFigures};
use super::super::rules::cell_html;
use super::charts::{self, PagePicture};
use super::{AsOfNotice, Links, crumbs, grouped, hours, notes, percent};

/// Everybody of the department in one cohort, session by session.
#[derive(Debug, Serialize)]
pub struct CohortAttendancePage {
    pub department: String,
    pub name: String,
    pub report_href: String,
    pub stage: &'static str,
    pub stage_label: &'static str,
    pub period: String,
    pub cut_off: String,
    pub past: Option<AsOfNotice>,
    pub facts: Vec<Fact>,
    /// Once somebody of the department is in it.
    pub by_session: Option<PagePicture>,
    pub head: Vec<GridHead>,
    pub rows: Vec<AttendanceGridRow>,
    pub counted: String,
    pub attended: String,
    pub hours: String,
    pub percent: String,
    pub elsewhere: Option<String>,
    pub notes: Vec<Fact>,
}

#[derive(Debug, Serialize)]
pub struct GridHead {
    /// The session's own in its cohort, also where the period begins later.
    pub number: i32,
    pub day: String,
    pub cancelled: bool,
}

/// Flat and already written: a page of 1,000 rows has no helper and no nested list.
#[derive(Debug, Serialize)]
pub struct AttendanceGridRow {
    pub person: String,
    pub document: String,
    pub municipality: String,
    pub entity: String,
    /// Markup of fixed words only, from [`cell_html`].
    pub cells: String,
    pub counted: u32,
    pub attended: u32,
    pub hours: String,
    pub percent: String,
    pub state: &'static str,
    pub tone: &'static str,
}

/// How every cell ends.
const CELL_END: &str = "</td>";

impl CohortAttendancePage {
    /// The page of a report that holds one cohort.
    pub fn of(figures: &ReportFigures, cohort: &CohortRow) -> Self {
        let links = Links::of(figures);
        let rows = figures
            .attendance
            .iter()
            .map(|row| {
                let mut cells = String::with_capacity(row.standings.len() * 72);
                for (standing, changed) in row.standings.iter().zip(&row.changed) {
                    cells.push_str(cell_html(*standing));
                    if *changed {
                        // Beside the letter, inside the cell.
                        cells.truncate(cells.len() - CELL_END.len());
                        cells.push('*');
                        cells.push_str(CELL_END);
                    }
                }
                AttendanceGridRow {
                    person: row.person.clone(),
                    document: row.document.clone(),
                    municipality: row.municipality.clone(),
                    entity: row.entity.clone().unwrap_or_else(|| "—".to_owned()),
                    cells,
                    counted: row.totals.held,
                    attended: row.totals.attended,
                    hours: hours(row.minutes),
                    percent: percent(row.totals.percent()),
                    state: row.state.label(),
                    tone: row.state.tone(),
                }
            })
            .collect();
        let here = i64::try_from(cohort.enrolled).unwrap_or(i64::MAX);
        let elsewhere = match cohort.enrolled_anywhere - here {
            0 => None,
            1 => Some("1 inscrito de otro departamento no aparece en este informe.".to_owned()),
            more => Some(format!(
                "{} inscritos de otros departamentos no aparecen en este informe.",
                numbers::grouped(more)
            )),
        };
        Self {
            department: figures.department_name.clone(),
            name: cohort.name.clone(),
            report_href: links.report(),
            stage: cohort.stage.code(),
            stage_label: cohort.stage.label(),
            period: figures.period.text(),
            cut_off: dates::short_with_time(figures.cut_off),
            past: AsOfNotice::of(figures),
            facts: vec![
                Fact::new("Curso", cohort.course.as_str()),
                Fact::new("Fechas", dates::range(cohort.starts_on, cohort.ends_on)),
                Fact::new(
                    "Sesiones del periodo",
                    format!(
                        "{} dictadas de {} previstas",
                        cohort.sessions_held, cohort.sessions_planned
                    ),
                ),
                Fact::new("Regla de asistencia", cohort.rule.sentence()),
                Fact::new("Inscritos del departamento", grouped(cohort.enrolled)),
                Fact::new("Certificados", grouped(cohort.certified)),
            ],
            by_session: (!figures.attendance.is_empty() && !cohort.columns.is_empty()).then(|| {
                PagePicture::drawn("sesiones", |width| {
                    charts::by_session(cohort, &cohort.name, width)
                })
            }),
            head: cohort
                .columns
                .iter()
                .map(|column| GridHead {
                    number: column.position,
                    day: dates::short(column.day),
                    cancelled: column.cancelled,
                })
                .collect(),
            rows,
            counted: grouped(cohort.tally.held),
            attended: grouped(cohort.tally.attended),
            hours: hours(figures.attendance.iter().map(|row| row.minutes).sum()),
            percent: percent(cohort.tally.percent()),
            elsewhere,
            notes: notes(figures),
        }
    }
}

impl View for CohortAttendancePage {
    const TEMPLATE: &'static str = "pages/reports/cohort";
    fn title(&self) -> String {
        format!("Asistencia en {} ({})", self.name, self.department)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.department, Some(self.report_href.clone()), Some(&self.name))
    }
}

impl Samples for CohortAttendancePage {
    fn samples() -> Vec<Self> {
        ReportFigures::samples()
            .iter()
            .flat_map(|figures| figures.cohorts.iter().map(move |cohort| Self::of(figures, cohort)))
            .collect()
    }
}
