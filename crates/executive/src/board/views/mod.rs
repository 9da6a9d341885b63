//! The page of a board.

mod department;
mod rows;
mod running;

use department::DepartmentSection;
use rows::{DepartmentRow, MunicipalityReachRow};
use running::RunningCohortsSection;

use capacities_model::entity::capacity;
use platform::pager::address;
use platform::pages::{Crumb, Figure, Sample, View, samples_of};
use platform::prelude::*;
use platform::texts;
use platform::xlsx::Cell;
use reports_model::programme::{rules_in_words, together};
use reports_model::sheets;
use reports_model::views::charts::PagePicture;
use reports_model::views::{Links, PageLink, attested_apart, begun_and_to_begin};

use super::charts;
use super::facts::{BoardFacts, DepartmentFacts};
use super::figures::by_month;
use crate::query::{Ambit, AmbitChoices, Breakdown, ExecutiveQuery};
use crate::{operation, report};

pub const PATH: &str = "/tablero";
pub const SHEET: &str = "/tablero/hoja";

pub fn samples() -> Vec<Sample> {
    samples_of::<BoardPage>()
}

/// A board; without figures when a filter could not be read.
#[derive(Debug, Serialize, Example)]
pub struct BoardPage {
    #[example("Meta".repeat(size.count))]
    pub subject: String,
    pub form: FormState,
    pub departments: Vec<Alternative>,
    /// What choosing no department shows; empty for who has nothing wider.
    #[example("Todo el país".repeat(usize::from(size.truth)))]
    pub whole: String,
    /// Whether it counts the municipalities of the reader's unit alone, and not those of whole departments.
    pub is_of_unit: bool,
    /// The capacities that the line can show; empty where no line is drawn.
    pub capacities: Vec<Alternative>,
    #[example((size.count > 0).then(|| Board::example(size)))]
    pub board: Option<Board>,
}

#[derive(Debug, Serialize, Example)]
pub struct Board {
    pub period: String,
    pub cut_off: String,
    pub figures: Vec<Figure>,
    /// Whether no cohort counts in the period.
    pub is_empty: bool,
    pub map: Option<PagePicture>,
    /// Departments of a wider territory.
    pub departments: Vec<DepartmentRow>,
    /// Municipalities of a department that were reached once, and those that never were.
    pub places: Vec<MunicipalityReachRow>,
    pub never: Vec<PageLink>,
    pub attendance: Option<PagePicture>,
    /// By which rules it is counted (R34).
    pub rules: Option<String>,
    #[example(Some(Example::example(size)))]
    pub inside: Option<DepartmentSection>,
    #[example(Some(Example::example(size)))]
    pub under_way: Option<RunningCohortsSection>,
    pub waits: Vec<PendingItem>,
    /// The reports of the same territory and days.
    pub reports: Vec<PageLink>,
    /// The address of the board of a department on one sheet of paper.
    pub sheet: Option<String>,
}

/// Something that waits, and where it is looked at.
#[derive(Debug, Serialize, Example)]
pub struct PendingItem {
    pub text: String,
    pub label: &'static str,
    pub href: String,
}

/// The addresses of a board: its filters stay in every one.
struct BoardLinks<'a> {
    question: &'a ExecutiveQuery,
    choices: &'a AmbitChoices,
    from: String,
    to: String,
}

impl<'a> BoardLinks<'a> {
    fn new(question: &'a ExecutiveQuery, choices: &'a AmbitChoices) -> Self {
        let (from, to) = (question.period.from, question.period.to);
        Self { question, choices, from: dates::input_date(from), to: dates::input_date(to) }
    }

    fn department(&self) -> Option<&'a str> {
        match &self.question.ambit {
            Ambit::Department(code) => Some(code),
            _ => None,
        }
    }

    fn board(&self, department: &str, capacity: &str) -> String {
        let query = [
            ("departamento", department),
            ("capacidad", capacity),
            ("desde", self.from.as_str()),
            ("hasta", self.to.as_str()),
        ];
        address(PATH, &query)
    }

    fn sheet(&self, department: &str) -> String {
        let query = [("departamento", department), ("desde", &self.from), ("hasta", &self.to)];
        address(SHEET, &query)
    }

    fn executive(&self, kind: report::ReportKind) -> String {
        let word = self.question.ambit.word();
        let query = [("ambito", word.as_str()), ("desde", &self.from), ("hasta", &self.to)];
        address(&kind.path(), &query)
    }

    /// The addresses of the report of a department, or of the municipalities of it that the board counts.
    fn links_of(&self, department: &str) -> Links {
        let units = self.choices.units_within(&self.question.ambit, department);
        Links::new(department, self.question.period).served_by(&units)
    }

    fn links(&self) -> Option<Links> {
        self.department().map(|code| self.links_of(code))
    }
}

/// «3 de 29».
fn of(part: i64, whole: i64) -> String {
    format!("{} de {}", numbers::grouped(part), numbers::grouped(whole))
}

impl Board {
    pub fn of(
        (question, choices): (&ExecutiveQuery, &AmbitChoices),
        now: DateTime<Utc>,
        facts: &BoardFacts,
        inside: Option<(&DepartmentFacts, &[capacity::Model])>,
    ) -> Self {
        let here = BoardLinks::new(question, choices);
        let of_department = question.level == Breakdown::Municipalities;
        let level = if of_department { Breakdown::Municipalities } else { Breakdown::Departments };
        let figures = operation::compute(&facts.operation, question.period, level);
        let months = by_month(&facts.months, question.period, question.today);
        let mut waits = waits(&here, facts, &figures);
        let section = inside.map(|(inside, framework)| {
            let section = DepartmentSection::of(&here, now, (facts, inside), framework);
            let short = section.capacities.iter().filter(|row| row.is_short).count();
            if short > 0 {
                waits.push(PendingItem {
                    text: numbers::some(
                        short,
                        "capacidad por debajo de su meta",
                        "capacidades por debajo de su meta",
                    ),
                    label: "Ver las capacidades",
                    href: "#capacidades".to_owned(),
                });
            }
            section
        });
        let map = if of_department {
            let map = operation::map(question, &figures);
            (!figures.map.is_empty()).then(|| PagePicture::drawn("mapa", map))
        } else {
            charts::reach(question, &facts.operation, |code| {
                let ambit = Ambit::Department(code.to_owned());
                choices.name(&ambit).map(|_| here.board(code, ""))
            })
        };
        Self {
            period: question.period.text(),
            cut_off: dates::short_with_time(now),
            figures: cards(&here, facts, &figures),
            is_empty: facts.counts.cohorts == 0,
            map,
            departments: if of_department {
                Vec::new()
            } else {
                rows::departments(&here, &figures)
            },
            places: if of_department { rows::places(&here, &figures) } else { Vec::new() },
            never: if of_department { rows::never(&figures) } else { Vec::new() },
            attendance: charts::attendance(question, &months, facts.before),
            rules: rules_in_words(facts.rules.iter().copied()),
            inside: section,
            under_way: facts.under_way.as_deref().map(RunningCohortsSection::of),
            waits,
            reports: reports(&here),
            sheet: here.department().map(|department| here.sheet(department)),
        }
    }
}

fn reports(here: &BoardLinks<'_>) -> Vec<PageLink> {
    let mut all = Vec::new();
    if let Some(links) = here.links() {
        all.push(PageLink::new("Informe de asistencia", links.report()));
        all.push(PageLink::new("Capacidades y calidad", links.results("")));
    }
    let executive = report::ReportKind::ALL;
    all.extend(executive.map(|kind| PageLink::new(kind.label(), here.executive(kind))));
    all
}

/// The figures that stand first, each with its list where the product has one.
fn cards(
    here: &BoardLinks<'_>,
    facts: &BoardFacts,
    figures: &operation::OperationFigures,
) -> Vec<Figure> {
    let now = &figures.now;
    let links = here.links();
    // Of anything wider the report of the operation tells the parts, which lead to their lists.
    let operation =
        |table: &str| format!("{}#{table}", here.executive(report::ReportKind::Operation));
    let list = |show: &str| {
        links.as_ref().map_or_else(|| operation("grupos"), |links| links.people(show, ""))
    };
    let cohorts = match &links {
        Some(links) => format!("{}#cohortes", links.report()),
        None => operation("etapas"),
    };
    let percent = sheets::text(&Cell::whole_percent(together(&facts.months).percent()));
    let still = match here.department() {
        Some(code) => address("/capacidad-instalada", &[("departamento", code)]),
        None => here.executive(report::ReportKind::Capacity),
    };
    let reached = if links.is_some() { "#municipios" } else { "#departamentos" };
    vec![
        Figure::new(of(now.reached, figures.municipalities), "Municipios alcanzados")
            .to(reached)
            .noted(reach_note(figures)),
        Figure::new(numbers::grouped(facts.counts.running), "Cohortes en curso")
            .to(cohorts)
            .noted(format!("De {} del periodo", numbers::grouped(facts.counts.cohorts))),
        Figure::new(numbers::grouped(now.sum.enrolled), "Inscritos")
            .to(list(""))
            .noted(begun_and_to_begin(now.sum.begun, now.sum.enrolled - now.sum.begun)),
        Figure::new(percent, "Asistencia")
            .to("#asistencia")
            .noted("De las sesiones del periodo que cuentan"),
        Figure::new(numbers::grouped(now.sum.certified), "Certificados")
            .to(list("certificados"))
            .noted(match attested_apart(now.sum.attested) {
                None => "Expedidos en el periodo".to_owned(),
                Some(apart) => format!("Expedidos en el periodo. {apart}"),
            }),
        Figure::new(numbers::grouped(facts.counts.still), "Siguen en el cargo")
            .to(still)
            .noted("Personas certificadas"),
    ]
}

/// How many were reached before, and how many never: with those of the period they are all.
fn reach_note(figures: &operation::OperationFigures) -> String {
    let key = match (figures.another(), figures.never) {
        (1.., _) => "reports.covered_apart",
        (_, 0) => "reports.covered_all",
        (_, 1) => "reports.covered_one_never",
        _ => "reports.covered_some_never",
    };
    let (another, never) = (figures.another(), figures.never);
    texts::say(key, &[("another", numbers::grouped(another)), ("never", numbers::grouped(never))])
}

/// «3 necesidades sin cohorte».
pub fn waiting_needs(waiting: i64) -> String {
    numbers::some(waiting, "necesidad sin cohorte", "necesidades sin cohorte")
}

fn waits(
    here: &BoardLinks<'_>,
    facts: &BoardFacts,
    figures: &operation::OperationFigures,
) -> Vec<PendingItem> {
    let department = here.department().unwrap_or_default();
    let mut waits = Vec::new();
    if facts.counts.waiting > 0 {
        waits.push(PendingItem {
            text: waiting_needs(facts.counts.waiting),
            label: "Ver las necesidades",
            href: address("/necesidades", &[("estado", "pendiente"), ("departamento", department)]),
        });
    }
    if figures.never > 0 {
        waits.push(PendingItem {
            text: numbers::some(
                figures.never,
                "municipio nunca alcanzado",
                "municipios nunca alcanzados",
            ),
            label: "Ver por dónde empezar",
            href: address("/prioridades", &[("departamento", department)]),
        });
    }
    waits
}

impl View for BoardPage {
    const TEMPLATE: &'static str = "pages/reports/board";
    fn title(&self) -> String {
        match self.subject.as_str() {
            "" => "Tablero".to_owned(),
            subject => format!("Tablero: {subject}"),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Tablero")]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
