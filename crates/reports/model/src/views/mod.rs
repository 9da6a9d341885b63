//! Pages of the department's report; what they share is here.

pub mod charts;
mod department;
pub mod findings;

pub use department::{CutHeading, DepartmentPage, DepartmentReport, EarlierCut, ReportsPage};

use platform::pager::address;
use platform::prelude::*;
use platform::texts;
use platform::xlsx::Cell;

use super::figures::ReportFigures;
use super::rules::Period;
use super::sheets::{self, SheetKind, is_number};

/// A link of a list of links.
#[derive(Clone, Debug, Serialize, Example)]
pub struct PageLink {
    pub label: String,
    pub href: String,
}

impl PageLink {
    pub fn new(label: impl Into<String>, href: String) -> Self {
        Self { label: label.into(), href }
    }
}

/// A sheet on a page: the same cells, written for people.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageTable {
    pub head: Vec<PageCell>,
    pub rows: Vec<Vec<PageCell>>,
    pub total: Vec<PageCell>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct PageCell {
    pub text: String,
    pub num: bool,
    pub href: Option<String>,
}

impl PageCell {
    fn of(cell: &Cell) -> Self {
        Self { text: sheets::text(cell), num: is_number(cell), href: None }
    }
}

impl PageTable {
    /// `link` answers the address of the cell at a row and column, if it opens something.
    pub fn of(
        figures: &ReportFigures,
        kind: SheetKind,
        link: impl Fn(usize, usize) -> Option<String>,
    ) -> Self {
        let table = sheets::table(figures, kind);
        let rows: Vec<Vec<PageCell>> = table
            .rows
            .enumerate()
            .map(|(row, cells)| {
                let cells = cells.iter().enumerate();
                cells
                    .map(|(column, cell)| PageCell {
                        href: link(row, column),
                        ..PageCell::of(cell)
                    })
                    .collect()
            })
            .collect();
        // In the row of totals a blank is nothing to add up, not something missing.
        let total: Vec<PageCell> = table
            .total
            .iter()
            .flatten()
            .map(|cell| match cell {
                Cell::Empty => PageCell::of(&Cell::text("")),
                cell => PageCell::of(cell),
            })
            .collect();
        let numeric = |column: usize| {
            total
                .get(column)
                .into_iter()
                .chain(rows.iter().filter_map(|row| row.get(column)))
                .any(|cell| cell.num)
        };
        let head = table.columns.iter().enumerate();
        let head: Vec<PageCell> = head
            .map(|(place, column)| PageCell {
                text: column.heading.clone(),
                num: numeric(place),
                href: None,
            })
            .collect();
        // A dash under a column of numbers is aligned with them.
        let aligned = |cells: Vec<PageCell>| -> Vec<PageCell> {
            cells
                .into_iter()
                .zip(&head)
                .map(|(cell, head)| PageCell { num: head.num, ..cell })
                .collect()
        };
        Self { rows: rows.into_iter().map(aligned).collect(), total: aligned(total), head }
    }
}

impl PageTable {
    /// Links each number that counts something to its list (R82): `list` answers the address of a figure by its
    /// heading and its row. `None` is the row of totals.
    pub fn opening(mut self, list: impl Fn(&str, Option<usize>) -> Option<String>) -> Self {
        let rows = self.rows.iter_mut().enumerate().map(|(row, cells)| (Some(row), cells));
        for (row, cells) in rows.chain([(None, &mut self.total)]) {
            for (cell, head) in cells.iter_mut().zip(&self.head) {
                if cell.href.is_none() && cell.num && !["0", "—"].contains(&cell.text.as_str()) {
                    cell.href = list(&head.text, row);
                }
            }
        }
        self
    }

    /// Without the columns of these headings.
    pub fn without(mut self, headings: &[&str]) -> Self {
        let kept: Vec<bool> =
            self.head.iter().map(|cell| !headings.contains(&cell.text.as_str())).collect();
        let keep = |cells: &mut Vec<PageCell>| {
            let mut kept = kept.iter();
            cells.retain(|_| kept.next().copied().unwrap_or(true));
        };
        self.rows.iter_mut().for_each(keep);
        keep(&mut self.total);
        keep(&mut self.head);
        self
    }
}

/// What a report of a day that is over says of itself.
#[derive(Clone, Debug, Serialize)]
pub struct AsOfNotice {
    /// «15/11/2026», as the rest of the page writes days.
    pub day: String,
    pub live: String,
    /// The period had not begun.
    pub is_before: bool,
}

impl AsOfNotice {
    pub fn of(figures: &ReportFigures) -> Option<Self> {
        let day = figures.as_of?;
        Some(Self {
            day: dates::short(day),
            live: Links::of(figures).live(),
            is_before: day < figures.period.from,
        })
    }
}

/// The order of a list by attendance, as addresses write it.
pub const BY_ATTENDANCE: &str = "asistencia";

/// The figures that lists of people stand behind: their names, what the list shows, and in which order.
const LISTS: [(&str, &str, &str); 8] = [
    ("Inscritos", "", ""),
    ("En cohortes iniciadas", "iniciadas", ""),
    ("En cohortes por iniciar", "por-iniciar", ""),
    ("Asistentes", "asistentes", ""),
    ("Asistencia", "", BY_ATTENDANCE),
    ("Nunca asistieron", "nunca-asistieron", ""),
    ("Certificados", "certificados", ""),
    ("Constancias", "constancias", ""),
];

/// The field with the units whose municipalities alone a report is about.
pub const UNITS: &str = "unidad";

/// A list of the whole department.
pub const EVERYWHERE: (&str, &str) = ("municipio", "");

/// The addresses of a report for one period, or of a cut.
#[derive(Clone, Debug)]
pub struct Links {
    base: String,
    filters: Vec<(&'static str, String)>,
    /// Whether lists of people stand behind the figures.
    opens: bool,
}

impl Links {
    pub fn new(department: &str, period: Period) -> Self {
        Self {
            base: format!("/informes/departamentos/{department}"),
            filters: vec![
                ("desde", dates::input_date(period.from)),
                ("hasta", dates::input_date(period.to)),
            ],
            opens: true,
        }
    }

    /// Of the municipalities that these units serve, as addresses write them; empty means all.
    pub fn served_by(mut self, units: &str) -> Self {
        self.filters.push((UNITS, units.to_owned()));
        self
    }

    /// Those of a report, with its day.
    pub fn of(figures: &ReportFigures) -> Self {
        let links = Self::new(&figures.department, figures.period);
        let mut links = links.served_by(&figures.units);
        links.filters.extend(figures.as_of.map(|day| ("corte", dates::input_date(day))));
        links
    }

    /// The report of the same days as it is known now.
    fn live(&self) -> String {
        let mut live = self.clone();
        live.filters.retain(|(name, _)| *name != "corte");
        live.report()
    }

    /// Those of a cut, whose files are its own and which opens no list.
    pub fn of_cut(address: String) -> Self {
        Self { base: address, filters: Vec::new(), opens: false }
    }

    fn at(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut filters: Vec<(&str, &str)> =
            self.filters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        filters.extend(more);
        address(&format!("{}{path}", self.base), &filters)
    }

    pub fn report(&self) -> String {
        self.at("", &[])
    }

    pub fn cohort(&self, cohort: impl std::fmt::Display) -> String {
        self.at(&format!("/cohortes/{cohort}"), &[])
    }

    pub fn people(&self, show: &str, municipality: &str) -> String {
        self.at("/personas", &[("ver", show), ("municipio", municipality)])
    }

    /// A list of people that somebody chose, under the report.
    pub fn list(&self, path: &str, choice: &[(&str, &str)]) -> String {
        self.at(path, choice)
    }

    /// What was learnt and thought, with the municipalities of a capacity.
    pub fn results(&self, capacity: &str) -> String {
        self.at("/resultados", &[("capacidad", capacity)])
    }

    /// The list that a figure counts, by the figure's name and within a municipality or a cohort. `None` where
    /// there is no list, or it may not be opened.
    pub fn counted(&self, figure: &str, within: (&str, &str)) -> Option<String> {
        let (_, show, order) = LISTS.into_iter().find(|(name, ..)| *name == figure)?;
        self.opens.then(|| self.list("/personas", &[("ver", show), ("orden", order), within]))
    }

    pub fn file(&self, path: &str) -> String {
        self.at(path, &[])
    }
}

pub fn crumbs(name: &str, report: Option<String>, here: Option<&str>) -> Vec<Crumb> {
    let mut crumbs = vec![Crumb::to("Inicio", "/"), Crumb::to("Informes", "/informes")];
    match (here, report) {
        (Some(here), Some(report)) => {
            crumbs.push(Crumb::to(name, report));
            crumbs.push(Crumb::here(here));
        }
        _ => crumbs.push(Crumb::here(name)),
    }
    crumbs
}

pub fn notes(figures: &ReportFigures) -> Vec<Fact> {
    let notes = sheets::notes(figures).into_iter();
    notes.map(|(name, text)| Fact::new(name, text)).collect()
}

pub fn grouped(value: u64) -> String {
    numbers::grouped(i64::try_from(value).unwrap_or(i64::MAX))
}

/// «92 en cohortes iniciadas, 28 por iniciar».
pub fn begun_and_to_begin(begun: i64, to_begin: i64) -> String {
    let key = if to_begin == 0 { "reports.all_begun" } else { "reports.begun_and_to_begin" };
    let facts = [("begun", numbers::grouped(begun)), ("to_begin", numbers::grouped(to_begin))];
    texts::say(key, &facts)
}

/// «Aparte, 21 constancias»; `None` where there is none.
pub fn attested_apart(attested: i64) -> Option<String> {
    let some = numbers::some(attested, "constancia", "constancias");
    (attested > 0).then(|| texts::say("reports.attested_apart", &[("constancias", some)]))
}

pub fn hours(minutes: i64) -> String {
    numbers::decimal(minutes as f64 / 60.0, 2)
}

pub fn percent(value: Option<u32>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value} %"))
}
