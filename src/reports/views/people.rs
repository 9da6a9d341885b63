//! The people behind a number of a report.

use super::{Links, crumbs, percent};

use super::super::figures::Figures;
use crate::platform::pager::Pager;
use crate::platform::pages::{Crumb, View};
use serde::Serialize;

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
        let pager =
            Pager::new(page, chosen.len() as u64, &links.people(shown.word(), municipality));
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
                cohort_href: cohort.map(|cohort| links.cohort(cohort.id)).unwrap_or_default(),
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
        crumbs(&self.department, Some(self.report_href.clone()), Some(&self.heading))
    }
    fn samples() -> Vec<Self> {
        Figures::samples()
            .iter()
            .map(|figures| Self::of(figures, Shown::Enrolled, "", None))
            .collect()
    }
}
