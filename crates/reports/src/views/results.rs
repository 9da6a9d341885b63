//! What was learnt, applied and kept of each capacity in a department, and what people thought.

use platform::example::Samples;
use platform::pager::{Pager, address};
use platform::prelude::*;

use super::super::figures::ReportFigures;
use super::super::results::Results;
use super::super::sheets::{self, SheetKind};
use super::charts::{self, PagePicture};
use super::{AsOfNotice, Links, PageTable, crumbs, notes};

/// What a whole department has nothing to say of.
const OF_MUNICIPALITIES: [&str; 7] =
    ["Código DIVIPOLA", "Municipio", "Indicador", "Línea base", "Unidad", "Vigencia", "Grupo"];

#[derive(Debug, Serialize)]
pub struct ResultsPage {
    pub department: String,
    pub report_href: String,
    pub period: String,
    pub cut_off: String,
    pub past: Option<AsOfNotice>,
    /// The picture of the capacities whose two tests may be shown.
    pub gain: Option<PagePicture>,
    /// The department, and the municipalities of the capacity that was chosen.
    pub capacities: PageTable,
    /// The name of that capacity.
    pub chosen: Option<String>,
    pub all_href: String,
    pub quality: PageTable,
    /// How many cohorts are in no sum.
    pub left_out: Option<String>,
    pub pager: Pager,
    pub xlsx: String,
    pub notes: Vec<Fact>,
}

impl ResultsPage {
    /// `capacity` is the code of the one whose municipalities are shown; `page` is that of the cohorts.
    pub fn of(figures: &ReportFigures, capacity: &str, page: Option<u64>) -> Self {
        let links = Links::of(figures);
        let nothing = Results::default();
        let results = figures.results.as_ref().unwrap_or(&nothing);
        let mut capacities = PageTable::of(figures, SheetKind::Capacities, |row, column| {
            let row = results.capacities.get(row)?;
            match (column, &row.municipality) {
                (1, None) => Some(links.results(&row.code)),
                (3, Some((code, _))) => {
                    // Today's address stays today's tomorrow.
                    let day = figures.as_of.map(dates::input_date).unwrap_or_default();
                    Some(address(&format!("/municipios/{code}/capacidad"), &[("corte", &day)]))
                }
                (5, Some((code, _))) if row.baseline.is_some() => {
                    Some(format!("/municipios/{code}/brecha"))
                }
                _ => None,
            }
        });
        let mut rows = results.capacities.iter();
        capacities.rows.retain(|_| {
            rows.next().is_some_and(|row| row.municipality.is_none() || row.code == capacity)
        });
        if results.capacities.iter().all(|row| row.code != capacity) {
            capacities = capacities.without(&OF_MUNICIPALITIES);
        }
        let mut quality = PageTable::of(figures, SheetKind::Quality, |_, _| None);
        let here = links.results(capacity);
        let pager = Pager::new(page, quality.rows.len() as u64, &here).at("calidad");
        quality.rows = pager.shown(quality.rows);
        Self {
            department: figures.department_name.clone(),
            report_href: links.report(),
            period: figures.period.text(),
            cut_off: dates::short_with_time(figures.cut_off),
            past: AsOfNotice::of(figures),
            gain: charts::gain(figures, results)
                .map(|gain| PagePicture::drawn("notas-medias", |width| gain.draw(width))),
            capacities,
            chosen: results
                .capacities
                .iter()
                .find(|row| row.code == capacity)
                .map(|row| row.name.clone()),
            all_href: links.results(""),
            quality,
            left_out: sheets::left_out(figures),
            pager,
            xlsx: links.file("/xlsx"),
            notes: notes(figures),
        }
    }
}

impl View for ResultsPage {
    const TEMPLATE: &'static str = "pages/reports/results";
    fn title(&self) -> String {
        format!("Capacidades y calidad: {}", self.department)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(&self.department, Some(self.report_href.clone()), Some("Capacidades y calidad"))
    }
}

impl Samples for ResultsPage {
    fn samples() -> Vec<Self> {
        ReportFigures::samples().iter().map(|figures| Self::of(figures, "TRI-01", None)).collect()
    }
}
