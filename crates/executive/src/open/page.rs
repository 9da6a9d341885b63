//! The page of open data.

use pictures::{Format, Picture, RangeRow, Ranges, Width};
use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;
use platform::texts::{self, word};
use reports_model::views::charts::PagePicture;

use super::edition::{DICTIONARY, Edition, OpenDataSum};
use super::licence::DataLicence;
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
    pub licence: String,
    /// Who attended and who has a certificate, by department; of what only a range may be told, the range.
    #[example(vec![PagePicture::example(size).picture])]
    pub pictures: Vec<Picture>,
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

/// Draws a share of each department; nothing where none may be told.
fn drawn(
    value: &'static str,
    sums: &[(String, OpenDataSum)],
    share: fn(&OpenDataSum) -> Option<SumShare>,
) -> Option<Picture> {
    let row = |(name, sum): &(String, OpenDataSum)| RangeRow {
        name: name.clone(),
        range: share(sum).map(|share| {
            let (from, to) = share.ends();
            (f64::from(from), f64::from(to))
        }),
    };
    let ranges = Ranges {
        title: texts::say("reports.open_drawn", &[("value", value.to_owned())]),
        row: word("reports.open_department").to_owned(),
        value: value.to_owned(),
        format: Format::PERCENT,
        most: 100.0,
        rows: sums.iter().map(row).collect(),
    };
    let is_told = ranges.rows.iter().any(|row| row.range.is_some());
    is_told.then(|| ranges.draw(Width::Phone))
}

impl OpenDataPage {
    pub fn of(edition: &Edition, licence: &DataLicence) -> Self {
        let departments = edition.by_department();
        let attended = drawn(word("reports.open_attended"), &departments, |sum| sum.attended);
        let certified = drawn(word("reports.open_certified"), &departments, |sum| sum.certified);
        let lines = i64::try_from(edition.rows.len()).unwrap_or(i64::MAX);
        Self {
            made_at: dates::short_with_time(edition.made_at),
            lines: numbers::some(lines, "fila", "filas"),
            left_out: (edition.left_out > 0)
                .then(|| numbers::some(edition.left_out, "cohorte", "cohortes")),
            licence: texts::sentence(licence.text()),
            pictures: attended.into_iter().chain(certified).collect(),
            departments: departments.into_iter().map(OpenDataLine::of).collect(),
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
