//! The people behind a number of a report.

use serde::Serialize;

use cohorts_model::entity::cohort::CohortId;
use platform::example::Samples;
use platform::pager::{Pager, ROWS};
use platform::pages::{Crumb, View};
use platform::texts::Words;
use reports_model::programme::never_attended;

use super::super::figures::{AttendanceRow, ListCount, ReportFigures};
use super::{AsOfNotice, Links, crumbs, percent};

/// The people behind a number of the report.
#[derive(Debug, Serialize)]
pub struct PeoplePage {
    pub department: String,
    pub report_href: String,
    pub heading: String,
    pub period: String,
    pub past: Option<AsOfNotice>,
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
        }
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
        }
    }
}

/// A page of the list of people, computed from the counts before any person is read.
#[derive(Debug)]
pub struct Window {
    shown: PeopleFilter,
    municipality: String,
    /// The name of the municipality, or of the department.
    place: String,
    pager: Pager,
    /// The indexes, in the cohorts of the figures, of those that the page shows.
    cohorts: Vec<usize>,
    /// How many people of the first cohort are on earlier pages.
    skipped: u64,
}

impl Window {
    pub fn of(
        figures: &ReportFigures,
        shown: PeopleFilter,
        municipality: &str,
        page: Option<u64>,
    ) -> Self {
        let links = Links::of(figures);
        let here =
            |list: &&ListCount| municipality.is_empty() || list.municipality_code == municipality;
        let lists: Vec<(usize, u64)> = figures
            .lists
            .iter()
            .filter(here)
            .map(|list| (list.cohort, shown.count(list)))
            .collect();
        let total = lists.iter().map(|(_, count)| count).sum();
        let pager = Pager::new(page, total, &links.people(shown.word(), municipality));
        let (from, to) = (pager.offset(), pager.offset() + ROWS);
        let (mut at, mut skipped, mut cohorts) = (0, 0, Vec::new());
        // A cohort's people stand together, whatever municipality they came for.
        for same in lists.chunk_by(|one, other| one.0 == other.0) {
            let count: u64 = same.iter().map(|(_, count)| count).sum();
            let end = at + count;
            if end > from && at < to {
                if cohorts.is_empty() {
                    skipped = from - at.min(from);
                }
                cohorts.extend(same.first().map(|(cohort, _)| *cohort));
            }
            at = end;
        }
        let place = figures
            .municipalities
            .iter()
            .find(|row| row.code == municipality)
            .map_or(figures.department_name.as_str(), |row| row.name.as_str());
        Self {
            shown,
            municipality: municipality.to_owned(),
            place: place.to_owned(),
            pager,
            cohorts,
            skipped,
        }
    }

    /// The cohorts whose people the page shows.
    pub fn cohorts(&self, figures: &ReportFigures) -> Vec<CohortId> {
        let of = |place: &usize| Some(figures.cohorts.get(*place)?.id);
        self.cohorts.iter().filter_map(of).collect()
    }

    /// The page, from the figures of its cohorts.
    pub fn page(&self, figures: &ReportFigures) -> PeoplePage {
        let links = Links::of(figures);
        let municipality = self.municipality.as_str();
        let rows = figures
            .attendance
            .iter()
            .filter(|row| self.shown.shows(row))
            .filter(|row| municipality.is_empty() || row.municipality_code == municipality)
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
            }
        });
        PeoplePage {
            department: figures.department_name.clone(),
            report_href: links.report(),
            heading: format!("{}: {}", self.shown.label(), self.place),
            period: figures.period.text(),
            past: AsOfNotice::of(figures),
            rows: rows.collect(),
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
        ReportFigures::samples()
            .iter()
            .map(|figures| Window::of(figures, PeopleFilter::Enrolled, "", None).page(figures))
            .collect()
    }
}
