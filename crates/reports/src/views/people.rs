//! The people behind a number of a report.

use cohorts_model::entity::cohort::CohortId;
use platform::example::Samples;
use platform::pager::ROWS;
use platform::prelude::*;
use platform::texts::{self, Words};
use reports_model::programme::{RuleCount, never_attended, rules_in_words};

use super::super::figures::{AttendanceRow, CohortRow, ListCount, MunicipalityRow, ReportFigures};
use super::{AsOfNotice, BY_ATTENDANCE, Links, crumbs, percent};

/// The people behind a number of the report.
#[derive(Debug, Serialize)]
pub struct PeoplePage {
    pub department: String,
    pub path: String,
    /// The units whose municipalities alone it is about, as addresses write them.
    pub units: String,
    pub report_href: String,
    pub heading: String,
    pub period: String,
    pub past: Option<AsOfNotice>,
    pub form: FormState,
    /// What a list can be of.
    pub lists: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    pub cohorts: Vec<Alternative>,
    pub orders: Vec<Alternative>,
    /// The same list as CSV.
    pub csv: String,
    pub rows: Vec<PersonRow>,
    /// By which rules the attendance of the page was counted (R34).
    pub rules: Option<String>,
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
    /// How they came to be enrolled.
    pub origin: &'static str,
}

/// Which people a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Words)]
#[words("reports.people_")]
pub enum PeopleFilter {
    Enrolled,
    Begun,
    ToBegin,
    Attended,
    NeverAttended,
    Certified,
    Attested,
    AtRisk,
    Unconfirmed,
}

impl PeopleFilter {
    /// Reads the field `ver`, whose absence means all people. `None` means an unknown word.
    pub fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.word() == text)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Enrolled => "",
            Self::Begun => "iniciadas",
            Self::ToBegin => "por-iniciar",
            Self::Attended => "asistentes",
            Self::NeverAttended => "nunca-asistieron",
            Self::Certified => "certificados",
            Self::Attested => "constancias",
            Self::AtRisk => "en-riesgo",
            Self::Unconfirmed => "sin-confirmar",
        }
    }

    /// Whether it is told of each person by themselves: of closed cohorts nothing of it is kept.
    pub fn is_of_each(self) -> bool {
        matches!(self, Self::AtRisk | Self::Unconfirmed)
    }

    /// Returns how many people of a list it shows.
    fn count(self, list: &ListCount) -> u64 {
        match self {
            Self::Enrolled => list.enrolled,
            Self::Begun => list.apart.begun,
            Self::ToBegin => list.enrolled.saturating_sub(list.apart.begun),
            Self::Attended => list.attended,
            Self::NeverAttended => list.apart.never_attended,
            Self::Certified => list.certified,
            Self::Attested => list.apart.attested,
            Self::AtRisk => list.at_risk,
            Self::Unconfirmed => list.unconfirmed,
        }
    }

    fn shows(self, row: &AttendanceRow) -> bool {
        match self {
            Self::Enrolled => true,
            Self::Begun => row.has_begun,
            Self::ToBegin => !row.has_begun,
            Self::Attended => row.totals.attended > 0,
            Self::NeverAttended => never_attended(&row.totals),
            Self::Certified => row.certified,
            Self::Attested => row.attested,
            Self::AtRisk => row.state.is_at_risk(),
            Self::Unconfirmed => row.is_unconfirmed,
        }
    }
}

/// Which people a list shows, and in which order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeopleChoice {
    pub shown: PeopleFilter,
    /// Code of a municipality; empty means all of the department.
    pub municipality: String,
    pub cohort: Option<CohortId>,
    /// Whether those who attended least stand first, and not by cohort and surname.
    pub by_attendance: bool,
}

/// More people than these are not put in another order: all of them would have to be read.
pub const MOST_ORDERED: u64 = 5_000;

impl PeopleChoice {
    /// Reads an address; `None` means that it names something that no list has.
    pub fn read(fields: &Fields) -> Option<Self> {
        let cohort = match fields.first("cohorte") {
            "" => None,
            id => Some(id.parse().ok()?),
        };
        let by_attendance = match fields.first("orden") {
            "" => false,
            BY_ATTENDANCE => true,
            _ => return None,
        };
        Some(Self {
            shown: PeopleFilter::read(fields.first("ver"))?,
            municipality: fields.first("municipio").to_owned(),
            cohort,
            by_attendance,
        })
    }

    /// Whether the report has the municipality and the cohort.
    pub fn is_of(&self, figures: &ReportFigures) -> bool {
        let has_place = self.municipality.is_empty()
            || figures.municipalities.iter().any(|row| row.code == self.municipality);
        has_place && self.cohort.is_none_or(|id| figures.cohorts.iter().any(|row| row.id == id))
    }

    /// How many people of each cohort it shows, by the cohort's place in the figures.
    fn lists(&self, figures: &ReportFigures) -> Vec<(usize, u64)> {
        let is_of = |list: &&ListCount| {
            let cohort = figures.cohorts.get(list.cohort).map(|row| row.id);
            list.municipality_code == self.municipality
                && self.cohort.is_none_or(|id| cohort == Some(id))
        };
        let lists = figures.lists.iter().filter(is_of);
        lists.map(|list| (list.cohort, self.shown.count(list))).collect()
    }

    /// The cohorts with somebody whom it shows.
    pub fn cohorts(&self, figures: &ReportFigures) -> Vec<CohortId> {
        let lists = self.lists(figures).into_iter().filter(|(_, count)| *count > 0);
        lists.filter_map(|(place, _)| Some(figures.cohorts.get(place)?.id)).collect()
    }

    /// The people of some figures whom it shows, each as the municipality tells them.
    pub fn rows<'a>(
        &'a self,
        figures: &'a ReportFigures,
    ) -> impl Iterator<Item = &'a AttendanceRow> {
        let rows = figures.attendance.iter().filter_map(move |row| row.of(&self.municipality));
        rows.filter(move |row| self.shown.shows(row))
    }

    /// Its address under a report's, in which what is not chosen is left out.
    fn address(&self, links: &Links, path: &str) -> String {
        let cohort = self.cohort.map(|id| id.to_string()).unwrap_or_default();
        let order = if self.by_attendance { BY_ATTENDANCE } else { "" };
        let choice = [
            ("ver", self.shown.word()),
            ("municipio", self.municipality.as_str()),
            ("cohorte", cohort.as_str()),
            ("orden", order),
        ];
        links.list(path, &choice)
    }
}

/// A page of the list of people, computed from the counts before any person is read.
#[derive(Debug)]
pub struct Window {
    choice: PeopleChoice,
    /// The name of the municipality, or of the department.
    place: String,
    pager: Pager,
    /// The cohorts whose people must be read.
    cohorts: Vec<CohortId>,
    /// How many people of the first cohort are on earlier pages.
    skipped: u64,
    /// What can be chosen instead.
    choices: [Vec<Alternative>; 2],
}

impl Window {
    pub fn of(figures: &ReportFigures, choice: PeopleChoice, page: Option<u64>) -> Self {
        let links = Links::of(figures);
        let lists = choice.lists(figures);
        let total = lists.iter().map(|(_, count)| count).sum();
        let by_attendance = choice.by_attendance && total <= MOST_ORDERED;
        let choice = PeopleChoice { by_attendance, ..choice };
        let pager = Pager::new(page, total, &choice.address(&links, "/personas"));
        let (from, to) = (pager.offset(), pager.offset() + ROWS);
        let (mut at, mut skipped, mut cohorts) = (0, 0, Vec::new());
        for (place, count) in lists {
            let end = at + count;
            if end > from && at < to {
                if cohorts.is_empty() {
                    skipped = from - at.min(from);
                }
                cohorts.extend(figures.cohorts.get(place).map(|row| row.id));
            }
            at = end;
        }
        if by_attendance {
            (cohorts, skipped) = (choice.cohorts(figures), from);
        }
        let place = figures
            .municipalities
            .iter()
            .find(|row| row.code == choice.municipality)
            .map_or(figures.department_name.as_str(), |row| row.name.as_str());
        let municipality = |row: &MunicipalityRow| Alternative::new(&row.code, row.name.as_str());
        let cohort =
            |row: &CohortRow| Alternative::new(row.id, format!("{}: {}", row.course, row.name));
        let has_people = |row: &&MunicipalityRow| row.enrolled > 0;
        let enrolls = |row: &&CohortRow| row.enrolled > 0;
        let choices = [
            figures.municipalities.iter().filter(has_people).map(municipality).collect(),
            figures.cohorts.iter().filter(enrolls).map(cohort).collect(),
        ];
        Self { place: place.to_owned(), choice, pager, cohorts, skipped, choices }
    }

    /// The cohorts whose people the page shows.
    pub fn cohorts(&self) -> Vec<CohortId> {
        self.cohorts.clone()
    }

    /// The page, from the figures of its cohorts.
    pub fn page(&self, figures: &ReportFigures) -> PeoplePage {
        let links = Links::of(figures);
        let choice = &self.choice;
        let mut rows: Vec<&AttendanceRow> = choice.rows(figures).collect();
        if choice.by_attendance {
            // Whom no session counts for stands last.
            rows.sort_by_key(|row| row.totals.percent().unwrap_or(u32::MAX));
        }
        let rows = rows
            .into_iter()
            .skip(usize::try_from(self.skipped).unwrap_or(usize::MAX))
            .take(usize::try_from(ROWS).unwrap_or(usize::MAX));
        let rows = rows.map(|row| {
            let cohort = figures.cohorts.get(row.cohort);
            PersonRow {
                person: row.person.clone(),
                document: row.document.clone(),
                municipality: row.municipality.clone(),
                entity: row.entity.clone().unwrap_or_else(|| "—".to_owned()),
                cohort: cohort
                    .map(|cohort| format!("{}: {}", cohort.name, cohort.course))
                    .unwrap_or_default(),
                cohort_href: cohort.map(|cohort| links.cohort(cohort.id)).unwrap_or_default(),
                attended: format!("{} de {}", row.totals.attended, row.totals.held),
                percent: percent(row.totals.percent()),
                state: row.state.label(),
                tone: row.state.tone(),
                origin: row.origin.label(),
            }
        });
        let lists =
            PeopleFilter::ALL.into_iter().filter(|filter| *filter != PeopleFilter::Enrolled);
        let form = FormState::default()
            .with("ver", choice.shown.word())
            .with("municipio", choice.municipality.as_str())
            .with("cohorte", choice.cohort.map(|id| id.to_string()).unwrap_or_default())
            .with("orden", if choice.by_attendance { BY_ATTENDANCE } else { "" })
            .with("desde", dates::input_date(figures.period.from))
            .with("hasta", dates::input_date(figures.period.to))
            .with("corte", figures.as_of.map(dates::input_date).unwrap_or_default());
        PeoplePage {
            department: figures.department_name.clone(),
            path: format!("/informes/departamentos/{}/personas", figures.department),
            units: figures.units.clone(),
            report_href: links.report(),
            heading: format!("{}: {}", choice.shown.label(), self.place),
            period: figures.period.text(),
            past: AsOfNotice::of(figures),
            form,
            lists: lists.map(|filter| Alternative::new(filter.word(), filter.label())).collect(),
            municipalities: self.choices[0].clone(),
            cohorts: self.choices[1].clone(),
            orders: vec![Alternative::new(BY_ATTENDANCE, texts::word("reports.by_attendance"))],
            csv: choice.address(&links, "/personas/csv"),
            rows: rows.collect(),
            rules: rules_in_words(figures.cohorts.iter().map(RuleCount::of)),
            pager: self.pager.clone(),
        }
    }
}

impl View for PeoplePage {
    const TEMPLATE: &'static str = "pages/reports/people";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.department, Some(self.report_href.clone()), Some(&self.heading))
    }
}

impl Samples for PeoplePage {
    fn samples() -> Vec<Self> {
        let all = PeopleChoice {
            shown: PeopleFilter::Enrolled,
            municipality: String::new(),
            cohort: None,
            by_attendance: false,
        };
        let sample = |figures: &ReportFigures| Window::of(figures, all.clone(), None).page(figures);
        ReportFigures::samples().iter().map(sample).collect()
    }
}
