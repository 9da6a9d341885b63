//! Which list each figure of a report opens, as far as its reader may open it (R82): of a department its
//! people and cohorts, of anything wider its parts, whose own reports lead to them.

use chrono::{Datelike, Months};

use cohorts_model::entity::cohort::Stage;
use platform::dates;
use platform::pager::address;
use platform::xlsx::Cell;
use reports_model::rules::Period;
use reports_model::sheets::is_number;
use reports_model::views::{EVERYWHERE, Links};

use super::board;
use super::query::{Ambit, AmbitChoices};
use super::report::{ExecutiveReport, ReportKind, ReportTable};

/// The lists that the reader of a report may open.
pub struct ReportLists<'a> {
    report: &'a ExecutiveReport,
    choices: &'a AmbitChoices,
    ambit: Option<Ambit>,
}

impl<'a> ReportLists<'a> {
    pub fn new(report: &'a ExecutiveReport, choices: &'a AmbitChoices) -> Self {
        Self { report, choices, ambit: Ambit::read(&report.ambit) }
    }

    /// The code of the department that the report is of.
    fn department(&self) -> Option<&str> {
        match &self.ambit {
            Some(Ambit::Department(code)) => Some(code),
            _ => None,
        }
    }

    /// The addresses of the report of a department, or of the municipalities of it that are in this report.
    fn links(&self, department: &str, period: Period) -> Links {
        Links::new(department, period).served_by(&self.units_within(department))
    }

    fn units_within(&self, department: &str) -> String {
        let units = |ambit: &Ambit| self.choices.units_within(ambit, department);
        self.ambit.as_ref().map(units).unwrap_or_default()
    }

    /// The same kind of report, of an ambit and a period.
    fn report_of(&self, ambit: &str, period: Period) -> String {
        report_address(&self.report.kind.path(), ambit, period)
    }

    /// Returns what a figure of the summary opens.
    pub fn line(&self, what: &str, period: Period) -> Option<String> {
        let here = |table: &str| Some(format!("#{table}"));
        let Some(code) = self.department() else {
            return match (self.report.kind, what) {
                (ReportKind::Operation, "Asistencia") => self.attendance(period),
                (ReportKind::Operation, _) if is_of_meetings(what) => here("meses"),
                (ReportKind::Operation, _) if is_of_cohorts(what) => here("etapas"),
                (ReportKind::Capacity, _) if is_of_learning(what) => here("aprendizaje"),
                (ReportKind::Capacity, _) => here("capacidades"),
                _ => here("grupos"),
            };
        };
        let links = self.links(code, period);
        Some(match self.report.kind {
            ReportKind::Operation => match links.counted(what, EVERYWHERE) {
                Some(href) => href,
                None if what == "Cohortes canceladas" => return here("etapas"),
                None if what.starts_with("Municipios") => return here("grupos"),
                None => format!("{}#cohortes", links.report()),
            },
            ReportKind::Quality => format!("{}#calidad", links.results("")),
            // Different people: the list of certificates has a row of each.
            ReportKind::Capacity if what == "Personas certificadas" => return here("capacidades"),
            ReportKind::Capacity if is_of_holdings(what) => installed(code, ""),
            ReportKind::Capacity => format!("{}#capacidades", links.results("")),
        })
    }

    /// The board tells attendance by month: of the ambit that it shows without being asked for another.
    fn attendance(&self, period: Period) -> Option<String> {
        let is_shown = self.ambit.is_some() && self.choices.usual() == self.ambit;
        is_shown.then(|| format!("{}#asistencia", report_address(board::PATH, "", period)))
    }

    /// Returns what a cell of a table opens, by its row and column.
    pub fn cell(&self, part: &ReportTable, row: usize, column: usize) -> Option<String> {
        let cells = part.rows.get(row)?;
        let heading = part.columns.get(column)?.heading.as_str();
        let name = text(cells.first()?)?;
        let cell = cells.get(column)?;
        if column > 0 && (!is_number(cell) || *cell == Cell::Integer(0)) {
            return None;
        }
        let code = cells.get(1).and_then(text).unwrap_or_default();
        let elsewhere = |href: &String| !href.starts_with('#');
        match (part.id, column) {
            ("resumen", 1) => self.line(name, self.report.period),
            ("resumen", 2) => self.line(name, self.report.before).filter(elsewhere),
            // Cancelled cohorts are in no other list.
            ("etapas", 1) if name == Stage::Cancelled.label() => None,
            ("etapas", 1) => self.line(heading, self.report.period).filter(elsewhere),
            ("grupos", _) => self.group((name, code), heading, column),
            ("meses", 0) => self.month(row),
            ("programas", 0) => {
                let course = self.choices.course_named(name)?;
                let is_own = self.ambit.as_ref() == Some(&course);
                (!is_own).then(|| self.report_of(&course.word(), self.report.period))
            }
            ("capacidades", _) => {
                let department = self.department()?;
                let links = self.links(department, self.report.period);
                Some(if is_of_holdings(heading) {
                    installed(department, code)
                } else {
                    links.results(code)
                })
            }
            _ => None,
        }
    }

    /// Returns what the total of a column opens.
    pub fn total(&self, part: &ReportTable, column: usize) -> Option<String> {
        let is_groups = part.id == "grupos" && self.report.kind == ReportKind::Operation;
        let code = self.department().filter(|_| is_groups)?;
        let heading = &part.columns.get(column)?.heading;
        self.links(code, self.report.period).counted(heading, EVERYWHERE)
    }

    /// A unit of the country, a department of a unit, or a municipality of a department.
    fn group(&self, (name, code): (&str, &str), heading: &str, column: usize) -> Option<String> {
        let (kind, period) = (self.report.kind, self.report.period);
        let counted = |department: &str, within| {
            let links = self.links(department, period);
            links.counted(heading, within).filter(|_| kind == ReportKind::Operation)
        };
        if let Some(department) = self.department() {
            let is_place = kind == ReportKind::Operation && !code.is_empty();
            return match column {
                0 => is_place.then(|| format!("/municipios/{code}")),
                _ if is_place => counted(department, ("municipio", code)),
                _ => None,
            };
        }
        let part = self.choices.part(self.ambit.as_ref()?, name)?;
        let list = match &part {
            Ambit::Department(code) => {
                // Where two units serve a department, the rest opens the report of one's own part.
                let is_part = kind == ReportKind::Operation && !self.units_within(code).is_empty();
                let parts = || format!("{}#municipios", self.links(code, period).report());
                counted(code, EVERYWHERE).or_else(|| is_part.then(parts))
            }
            _ => None,
        };
        Some(list.unwrap_or_else(|| match column {
            0 => self.report_of(&part.word(), period),
            _ => format!("{}#grupos", self.report_of(&part.word(), period)),
        }))
    }

    /// The report of one month of the period, by its place.
    fn month(&self, row: usize) -> Option<String> {
        let period = self.report.period;
        let first = period.from.with_day(1)?;
        let first = first.checked_add_months(Months::new(u32::try_from(row).ok()?))?;
        let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt())?;
        let month = Period { from: first.max(period.from), to: last.min(period.to) };
        Some(self.report_of(&self.report.ambit, month))
    }
}

/// The text of a cell that is one.
fn text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

/// The address of an ambit and a period; no ambit is the one that is shown without being asked for.
pub fn report_address(path: &str, ambit: &str, period: Period) -> String {
    let (from, to) = (dates::input_date(period.from), dates::input_date(period.to));
    address(path, &[("ambito", ambit), ("desde", &from), ("hasta", &to)])
}

/// Certified people in post: of a capacity, or of any.
fn installed(department: &str, capacity: &str) -> String {
    address("/capacidad-instalada", &[("departamento", department), ("capacidad", capacity)])
}

fn is_of_meetings(what: &str) -> bool {
    ["Sesiones", "Horas"].iter().any(|start| what.starts_with(start))
}

fn is_of_cohorts(what: &str) -> bool {
    ["Cohortes", "Cupos", "Ocupación"].iter().any(|start| what.starts_with(start))
}

fn is_of_learning(what: &str) -> bool {
    ["Personas con", "Nota", "Aplicación"].iter().any(|start| what.starts_with(start))
}

fn is_of_holdings(what: &str) -> bool {
    let starts =
        ["Siguen", "Confirmadas", "Certificadas alguna", "Certificadas hace", "Permanencia"];
    starts.iter().any(|start| what.starts_with(start))
}
