//! The page of open data.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;
use platform::texts;

use super::edition::{DICTIONARY, Edition, OpenDataSum};
use super::rules::SumShare;

pub fn samples() -> Vec<Sample> {
    samples_of::<OpenDataPage>()
}

#[derive(Debug, Serialize, Example)]
pub struct OpenDataPage {
    pub made_at: String,
    pub lines: String,
    /// «3 cohortes», those that are too small for any line.
    pub left_out: Option<String>,
    pub departments: Vec<OpenDataLine>,
    pub years: Vec<OpenDataLine>,
    pub dictionary: Vec<ColumnMeaning>,
    pub source: &'static str,
}

#[derive(Debug, Serialize, Example)]
pub struct OpenDataLine {
    pub name: String,
    pub lines: String,
    pub enrolled: String,
    pub attended: String,
    pub certified: String,
}

#[derive(Debug, Serialize, Example)]
pub struct ColumnMeaning {
    pub name: &'static str,
    pub kind: &'static str,
    pub unit: &'static str,
    pub meaning: &'static str,
}

impl OpenDataLine {
    fn of((name, sum): (String, OpenDataSum)) -> Self {
        let share = |share: Option<SumShare>| match share {
            Some(SumShare::Exact(percent)) => format!("{percent} %"),
            Some(SumShare::Band(from, to)) => {
                let facts = [("from", from.to_string()), ("to", to.to_string())];
                texts::say("reports.open_band", &facts)
            }
            None => "—".to_owned(),
        };
        Self {
            name,
            lines: numbers::grouped(sum.lines),
            enrolled: numbers::grouped(sum.enrolled),
            attended: share(sum.attended),
            certified: share(sum.certified),
        }
    }
}

fn meanings() -> Vec<ColumnMeaning> {
    DICTIONARY
        .into_iter()
        .map(|(name, kind, unit, meaning)| ColumnMeaning { name, kind, unit, meaning })
        .collect()
}

impl OpenDataPage {
    pub fn of(edition: &Edition) -> Self {
        let lines = i64::try_from(edition.rows.len()).unwrap_or(i64::MAX);
        Self {
            made_at: dates::short_with_time(edition.made_at),
            lines: numbers::some(lines, "fila", "filas"),
            left_out: (edition.left_out > 0)
                .then(|| numbers::some(edition.left_out, "cohorte", "cohortes")),
            departments: edition.by_department().into_iter().map(OpenDataLine::of).collect(),
            years: edition.by_year().into_iter().map(OpenDataLine::of).collect(),
            dictionary: meanings(),
            source: territory_model::DIVIPOLA,
        }
    }
}

impl View for OpenDataPage {
    const TEMPLATE: &'static str = "pages/reports/open_data";
    fn title(&self) -> String {
        "Datos abiertos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Datos abiertos")]
    }
}
