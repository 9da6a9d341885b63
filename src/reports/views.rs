//! Pages of the department's report.

use serde::Serialize;

use super::figures::{CohortRow, Figures};
use super::queries::Headline;
use super::rules::{Period, cell_html};
use super::sheets::{self, Kind, is_number};
use crate::cohorts::labels;
use crate::platform::fields::FormState;
use crate::platform::pager::{Pager, address};
use crate::platform::pages::{Crumb, Sample, View, samples_of};
use crate::platform::xlsx::Cell;
use crate::platform::{dates, numbers};
use crate::territory::entity::department;

/// A number with what it is, as `partials/figures` draws it.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    pub number: String,
    pub label: String,
    pub href: Option<String>,
    pub note: Option<String>,
}

impl Figure {
    pub fn new(number: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            number: number.into(),
            label: label.into(),
            href: None,
            note: None,
        }
    }

    /// The list that the number counts.
    #[must_use]
    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A label and its value, as `partials/summary` draws them.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub label: String,
    pub value: String,
}

impl Line {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            value: value.into(),
        }
    }
}

/// A sheet on a page: the same cells, written for people.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PageTable {
    pub head: Vec<PageCell>,
    pub rows: Vec<Vec<PageCell>>,
    pub total: Vec<PageCell>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PageCell {
    pub text: String,
    pub num: bool,
    pub href: Option<String>,
}

impl PageCell {
    fn of(cell: &Cell) -> Self {
        Self {
            text: sheets::text(cell),
            num: is_number(cell),
            href: None,
        }
    }
}

impl PageTable {
    /// `link` answers the address of the cell at a row and column, if it opens something.
    fn of(figures: &Figures, kind: Kind, link: impl Fn(usize, usize) -> Option<String>) -> Self {
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
        let total: Vec<PageCell> = table.total.iter().flatten().map(PageCell::of).collect();
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
                .map(|(cell, head)| PageCell {
                    num: head.num,
                    ..cell
                })
                .collect()
        };
        Self {
            rows: rows.into_iter().map(aligned).collect(),
            total: aligned(total),
            head,
        }
    }
}

/// The addresses of a report for one period.
#[derive(Clone, Debug)]
pub struct Links {
    base: String,
    from: String,
    to: String,
}

impl Links {
    pub fn new(department: &str, period: Period) -> Self {
        Self {
            base: format!("/informes/departamentos/{department}"),
            from: dates::input_date(period.from),
            to: dates::input_date(period.to),
        }
    }

    fn at(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut filters = vec![("desde", self.from.as_str()), ("hasta", self.to.as_str())];
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

    fn file(&self, path: &str) -> String {
        self.at(path, &[])
    }
}

fn crumbs(name: &str, report: Option<String>, here: Option<&str>) -> Vec<Crumb> {
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

/// The departments whose report the reader may open.
#[derive(Debug, Serialize)]
pub struct ReportsPage {
    pub departments: Vec<DepartmentLine>,
}

impl ReportsPage {
    pub fn of(departments: Vec<department::Model>, headlines: &[Headline]) -> Self {
        let departments = departments.into_iter().map(|department| {
            let numbers = headlines
                .iter()
                .find(|line| line.department == department.code)
                .cloned()
                .unwrap_or_default();
            DepartmentLine {
                href: format!("/informes/departamentos/{}", department.code),
                name: department.name,
                municipalities: numbers::grouped(numbers.municipalities),
                reached: numbers::grouped(numbers.reached),
                enrolled: numbers::grouped(numbers.enrolled),
                certified: numbers::grouped(numbers.certified),
            }
        });
        Self {
            departments: departments.collect(),
        }
    }
}

#[derive(Debug, Serialize)]
pub struct DepartmentLine {
    pub name: String,
    pub href: String,
    pub municipalities: String,
    pub reached: String,
    pub enrolled: String,
    pub certified: String,
}

impl View for ReportsPage {
    const TEMPLATE: &'static str = "pages/reports/index";
    fn title(&self) -> String {
        "Informes por departamento".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Informes")]
    }
    fn samples() -> Vec<Self> {
        let line = DepartmentLine {
            name: "Meta".into(),
            href: "/informes/departamentos/50".into(),
            municipalities: "29".into(),
            reached: "3".into(),
            enrolled: "96".into(),
            certified: "41".into(),
        };
        vec![
            Self {
                departments: vec![],
            },
            Self {
                departments: vec![line],
            },
        ]
    }
}

/// The report itself; without figures when the period could not be read.
#[derive(Debug, Serialize)]
pub struct DepartmentPage {
    pub name: String,
    pub path: String,
    pub form: FormState,
    pub report: Option<Report>,
}

#[derive(Debug, Serialize)]
pub struct Report {
    pub period: String,
    pub cut_off: String,
    pub figures: Vec<Figure>,
    pub summary: PageTable,
    pub municipalities: PageTable,
    pub cohorts: PageTable,
    pub xlsx: String,
    pub files: Vec<FileLink>,
    pub notes: Vec<Line>,
}

#[derive(Debug, Serialize)]
pub struct FileLink {
    pub label: &'static str,
    pub href: String,
}

fn notes(figures: &Figures) -> Vec<Line> {
    let notes = sheets::notes(figures).into_iter();
    notes.map(|(name, text)| Line::new(name, text)).collect()
}

fn grouped(value: u64) -> String {
    numbers::grouped(i64::try_from(value).unwrap_or(i64::MAX))
}

impl Report {
    pub fn of(figures: &Figures) -> Self {
        let links = Links::new(&figures.department, figures.period);
        let all = &figures.summary;
        let percent = sheets::text(&Cell::whole_percent(all.tally.percent()));
        let cards = vec![
            Figure::new(
                format!(
                    "{} de {}",
                    grouped(all.covered),
                    grouped(all.municipalities)
                ),
                "Municipios alcanzados",
            )
            .to("#municipios")
            .noted(match all.never {
                0 => "Todos han tenido a alguien en formación".to_owned(),
                1 => "1 nunca alcanzado".to_owned(),
                never => format!("{} nunca alcanzados", grouped(never)),
            }),
            Figure::new(grouped(all.cohorts), "Cohortes").to("#cohortes"),
            Figure::new(grouped(all.enrolled), "Inscritos")
                .to(links.people("", ""))
                .noted(match all.people {
                    1 => "1 persona".to_owned(),
                    people => format!("{} personas distintas", grouped(people)),
                }),
            Figure::new(grouped(all.attended), "Asistentes").to(links.people("asistentes", "")),
            Figure::new(percent, "Asistencia").noted("De las sesiones que cuentan"),
            Figure::new(grouped(all.certified), "Certificados")
                .to(links.people("certificados", "")),
        ];
        let people = |show: &'static str, row: usize| {
            let municipality = figures.municipalities.get(row)?;
            Some(links.people(show, &municipality.code))
        };
        let municipalities = PageTable::of(figures, Kind::Municipalities, |row, column| {
            let municipality = figures.municipalities.get(row)?;
            match column {
                1 => Some(format!("/municipios/{}", municipality.code)),
                5 if municipality.enrolled > 0 => people("", row),
                6 if municipality.attended > 0 => people("asistentes", row),
                8 if municipality.certified > 0 => people("certificados", row),
                _ => None,
            }
        });
        let cohorts = PageTable::of(figures, Kind::Cohorts, |row, column| {
            let cohort = figures.cohorts.get(row)?;
            (column == 0).then(|| links.cohort(cohort.id))
        });
        Self {
            period: figures.period.text(),
            cut_off: dates::short_with_time(figures.cut_off),
            figures: cards,
            summary: PageTable::of(figures, Kind::Summary, |_, _| None),
            municipalities,
            cohorts,
            xlsx: links.file("/xlsx"),
            files: sheets::KINDS
                .into_iter()
                .map(|kind| FileLink {
                    label: kind.name(),
                    href: links.file(&format!("/csv/{}", kind.slug())),
                })
                .collect(),
            notes: notes(figures),
        }
    }
}

impl View for DepartmentPage {
    const TEMPLATE: &'static str = "pages/reports/department";
    fn title(&self) -> String {
        format!("Informe de asistencia: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.name, None, None)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let page = |form: FormState, report| Self {
            name: "Meta".into(),
            path: "/informes/departamentos/50".into(),
            form,
            report,
        };
        let mut samples = vec![page(
            FormState::default()
                .with("desde", "31/02/2026")
                .refused("desde", "La fecha «31/02/2026» no existe."),
            None,
        )];
        for figures in Figures::samples() {
            samples.push(page(FormState::default(), Some(Report::of(&figures))));
        }
        samples
    }
}

/// Everybody of the department in one cohort, session by session.
#[derive(Debug, Serialize)]
pub struct CohortPage {
    pub department: String,
    pub name: String,
    pub report_href: String,
    pub stage: &'static str,
    pub stage_label: &'static str,
    pub period: String,
    pub cut_off: String,
    pub facts: Vec<Line>,
    pub head: Vec<GridHead>,
    pub rows: Vec<GridRow>,
    pub counted: String,
    pub attended: String,
    pub hours: String,
    pub percent: String,
    pub elsewhere: Option<String>,
    pub notes: Vec<Line>,
}

#[derive(Debug, Serialize)]
pub struct GridHead {
    pub number: usize,
    pub day: String,
    pub cancelled: bool,
}

/// Flat and already written: a page of 1,000 rows has no helper and no nested list.
#[derive(Debug, Serialize)]
pub struct GridRow {
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

fn hours(minutes: i64) -> String {
    numbers::decimal(minutes as f64 / 60.0, 2)
}

fn percent(value: Option<u32>) -> String {
    value.map_or_else(|| "—".to_owned(), |value| format!("{value} %"))
}

impl CohortPage {
    /// The page of a report that holds one cohort.
    pub fn of(figures: &Figures, cohort: &CohortRow) -> Self {
        let links = Links::new(&figures.department, figures.period);
        let rows = figures
            .attendance
            .iter()
            .map(|row| {
                let mut cells = String::with_capacity(row.standings.len() * 72);
                for standing in &row.standings {
                    cells.push_str(cell_html(*standing));
                }
                GridRow {
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
            stage: labels::stage_code(cohort.stage),
            stage_label: labels::stage(cohort.stage),
            period: figures.period.text(),
            cut_off: dates::short_with_time(figures.cut_off),
            facts: vec![
                Line::new("Curso", cohort.course.as_str()),
                Line::new("Fechas", dates::range(cohort.starts_on, cohort.ends_on)),
                Line::new(
                    "Sesiones del periodo",
                    format!(
                        "{} dictadas de {} previstas",
                        cohort.sessions_held, cohort.sessions_planned
                    ),
                ),
                Line::new("Asistencia mínima", format!("{} %", cohort.minimum)),
                Line::new("Inscritos del departamento", grouped(cohort.enrolled)),
                Line::new("Certificados", grouped(cohort.certified)),
            ],
            head: cohort
                .columns
                .iter()
                .enumerate()
                .map(|(place, column)| GridHead {
                    number: place + 1,
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

impl View for CohortPage {
    const TEMPLATE: &'static str = "pages/reports/cohort";
    fn title(&self) -> String {
        format!("Asistencia de {} en {}", self.department, self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(
            &self.department,
            Some(self.report_href.clone()),
            Some(&self.name),
        )
    }
    fn samples() -> Vec<Self> {
        Figures::samples()
            .iter()
            .flat_map(|figures| {
                figures
                    .cohorts
                    .iter()
                    .map(move |cohort| Self::of(figures, cohort))
            })
            .collect()
    }
}

/// The people behind a number of the report.
#[derive(Debug, Serialize)]
pub struct PeoplePage {
    pub department: String,
    pub report_href: String,
    pub heading: String,
    pub period: String,
    pub rows: Vec<PersonRow>,
    pub pager: Pager,
}

#[derive(Debug, Serialize)]
pub struct PersonRow {
    pub person: String,
    pub document: String,
    pub municipality: String,
    pub entity: String,
    pub cohort: String,
    pub cohort_href: String,
    pub attended: String,
    pub percent: String,
    pub state: &'static str,
    pub tone: &'static str,
}

/// Which people a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Enrolled,
    Attended,
    Certified,
}

impl Shown {
    /// Reads `ver`; anything unknown shows all.
    pub fn read(text: &str) -> Self {
        match text {
            "asistentes" => Self::Attended,
            "certificados" => Self::Certified,
            _ => Self::Enrolled,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Enrolled => "",
            Self::Attended => "asistentes",
            Self::Certified => "certificados",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Enrolled => "Inscritos",
            Self::Attended => "Asistentes",
            Self::Certified => "Con certificado del periodo",
        }
    }
}

impl PeoplePage {
    pub fn of(figures: &Figures, shown: Shown, municipality: &str, page: Option<u64>) -> Self {
        let links = Links::new(&figures.department, figures.period);
        let chosen: Vec<_> = figures
            .attendance
            .iter()
            .filter(|row| match shown {
                Shown::Enrolled => true,
                Shown::Attended => row.totals.attended > 0,
                Shown::Certified => row.certified,
            })
            .filter(|row| municipality.is_empty() || row.municipality_code == municipality)
            .collect();
        let place = figures
            .municipalities
            .iter()
            .find(|row| row.code == municipality)
            .map_or(figures.department_name.as_str(), |row| row.name.as_str());
        let pager = Pager::new(
            page,
            chosen.len() as u64,
            &links.people(shown.word(), municipality),
        );
        let skip = usize::try_from(pager.offset()).unwrap_or(usize::MAX);
        let rows = chosen.into_iter().skip(skip);
        let rows = rows.take(crate::platform::pager::ROWS as usize).map(|row| {
            let cohort = figures.cohorts.get(row.cohort);
            PersonRow {
                person: row.person.clone(),
                document: row.document.clone(),
                municipality: row.municipality.clone(),
                entity: row.entity.clone().unwrap_or_else(|| "—".to_owned()),
                cohort: cohort
                    .map(|cohort| format!("{}: {}", cohort.name, cohort.course))
                    .unwrap_or_default(),
                cohort_href: cohort
                    .map(|cohort| links.cohort(cohort.id))
                    .unwrap_or_default(),
                attended: format!("{} de {}", row.totals.attended, row.totals.held),
                percent: percent(row.totals.percent()),
                state: row.state.label(),
                tone: row.state.tone(),
            }
        });
        Self {
            department: figures.department_name.clone(),
            report_href: links.report(),
            heading: format!("{}: {place}", shown.heading()),
            period: figures.period.text(),
            rows: rows.collect(),
            pager,
        }
    }
}

impl View for PeoplePage {
    const TEMPLATE: &'static str = "pages/reports/people";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(
            &self.department,
            Some(self.report_href.clone()),
            Some(&self.heading),
        )
    }
    fn samples() -> Vec<Self> {
        Figures::samples()
            .iter()
            .map(|figures| Self::of(figures, Shown::Enrolled, "", None))
            .collect()
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<ReportsPage>();
    all.extend(samples_of::<DepartmentPage>());
    all.extend(samples_of::<CohortPage>());
    all.extend(samples_of::<PeoplePage>());
    all
}
