//! The pictures of a board: the figures of its tables.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use ledger_model::figures::Count;
use ledger_model::views::{layers, series};
use pictures::{Days, Format, Map, Meeting, Multiples, Place, Sessions, Share};
use platform::dates;
use reports_model::rules::AttendanceTally;
use reports_model::views::charts::PagePicture;
use reports_model::views::findings;
use territory_model::outlines;

use super::figures::{CapacityCurve, CapacityCurves};
use crate::operation::{OperationFacts, TerritoryMunicipality};
use crate::query::{Ambit, ExecutiveQuery};

/// Municipalities of the picture in small.
pub const SMALL: usize = 12;

/// Where training came or is to come: of a unit its municipalities with those enrolled, of the country its
/// departments with how many of their municipalities were reached in the period. A department leads to its
/// board, where the reader has one.
pub fn reach(
    question: &ExecutiveQuery,
    facts: &OperationFacts,
    board: impl Fn(&str) -> Option<String>,
) -> Option<PagePicture> {
    let of_country = question.ambit == Ambit::Country;
    let mut enrolled: BTreeMap<&str, i64> = BTreeMap::new();
    for one in &facts.now.enrolments {
        *enrolled.entry(one.municipality.as_deref().unwrap_or_default()).or_default() +=
            one.sums.enrolled;
    }
    let places: Vec<Place> = if of_country {
        let mut departments: BTreeMap<&str, Vec<&TerritoryMunicipality>> = BTreeMap::new();
        for place in &facts.municipalities {
            departments.entry(&place.department_code).or_default().push(place);
        }
        let point = |places: &Vec<&TerritoryMunicipality>| {
            let mean = |of: fn(&TerritoryMunicipality) -> f64| {
                places.iter().map(|place| of(place)).sum::<f64>() / places.len() as f64
            };
            let reached = places.iter().filter(|place| place.now).count();
            let first = places.first()?;
            Some(Place {
                name: first.department.clone(),
                latitude: mean(|place| place.lat),
                longitude: mean(|place| place.lon),
                value: places.iter().any(|place| place.ever).then_some(reached as f64),
                outline: outlines::of(&first.department_code),
                href: board(&first.department_code).unwrap_or_default(),
                here: false,
            })
        };
        departments.values().filter_map(point).collect()
    } else {
        let point = |place: &TerritoryMunicipality| {
            let enrolled = enrolled.get(place.code.as_str()).copied().unwrap_or_default();
            Place {
                name: place.name.clone(),
                latitude: place.lat,
                longitude: place.lon,
                value: (place.ever || enrolled > 0).then_some(enrolled as f64),
                outline: outlines::of(&place.code),
                href: format!("/municipios/{}", place.code),
                here: false,
            }
        };
        facts.municipalities.iter().map(point).collect()
    };
    let title = if of_country {
        let reached = |place: &Place| place.value.map(|value| value as i64);
        let told: Vec<(&str, Option<i64>)> =
            places.iter().map(|place| (place.name.as_str(), reached(place))).collect();
        findings::reached("Municipios alcanzados por departamento", &told)
    } else {
        let people = |place: &Place| place.value.unwrap_or_default() as i64;
        let told: Vec<(&str, i64)> =
            places.iter().map(|place| (place.name.as_str(), people(place))).collect();
        findings::most(&format!("Inscritos por municipio, {}", question.name), &told)
    };
    let map = Map {
        title,
        place: if of_country { "Departamento" } else { "Municipio" }.into(),
        value: if of_country { "Municipios alcanzados" } else { "Inscritos" }.into(),
        zero: if of_country { "nadie asistió en el periodo" } else { "sin inscritos" }.into(),
        missing: "nunca alcanzado".into(),
        format: Format::COUNT,
        places,
        source: outlines::BOUNDARIES.to_owned(),
    };
    (!map.places.is_empty()).then(|| PagePicture::drawn("mapa", |width| map.draw(width)))
}

/// Attendance by the month of the session, beside that of the period before; nothing where none counted.
pub fn attendance(
    question: &ExecutiveQuery,
    months: &[(NaiveDate, AttendanceTally)],
    before: AttendanceTally,
) -> Option<PagePicture> {
    let meeting = |(month, tally): &(NaiveDate, AttendanceTally)| {
        let long = dates::month(*month);
        Meeting {
            name: long.chars().take(3).collect(),
            share: tally.percent().map(|percent| Share {
                came: tally.attended,
                all: tally.held,
                percent,
            }),
            long,
            why: "ninguna sesión contó".into(),
        }
    };
    let told: Vec<(NaiveDate, Option<u32>)> =
        months.iter().map(|(month, tally)| (*month, tally.percent())).collect();
    let title = format!("Asistencia por mes, {}", question.name);
    let sessions = Sessions {
        title: findings::by_month(&title, &told, before.percent()),
        meeting: "Mes de las sesiones".into(),
        counted: ("mes", "meses"),
        value: "Asistencia".into(),
        meetings: months.iter().map(meeting).collect(),
        minimum: None,
        before: before.percent().map(|percent| ("Periodo anterior".to_owned(), percent)),
    };
    let any = months.iter().any(|(_, tally)| tally.held > 0);
    any.then(|| PagePicture::drawn("asistencia", |width| sessions.draw(width)))
}

fn days(line: &CapacityCurve) -> Option<Days> {
    Some(Days { from: line.first()?.0, to: line.last()?.0 })
}

fn people((day, count): &(NaiveDate, Count)) -> (NaiveDate, i64) {
    (*day, count.in_post())
}

/// The capacity over a year; `names` are those of its municipalities, by their codes.
pub fn line(
    question: &ExecutiveQuery,
    capacity: &str,
    lines: &CapacityCurves,
    names: &BTreeMap<&str, &str>,
) -> Option<PagePicture> {
    let days = days(&lines.all)?;
    let fewer = lines.places.iter().filter(|(_, line)| {
        line.windows(2).next_back().is_some_and(|ends| people(&ends[1]).1 < people(&ends[0]).1)
    });
    let fewer: Vec<&str> =
        fewer.filter_map(|(code, _)| names.get(code.as_str()).copied()).collect();
    let told: Vec<(NaiveDate, i64)> = lines.all.iter().map(people).collect();
    let title = format!("{capacity}: personas certificadas en el cargo, {}", question.name);
    let title = findings::in_post(&title, &told, &fewer);
    let series = series(&question.name, &lines.all);
    let draw = |width| series.draw(&title, &layers(None), days, width);
    Some(PagePicture::drawn("linea", draw))
}

/// The same of some municipalities, in their order.
pub fn in_small(
    capacity: &str,
    lines: &CapacityCurves,
    places: &[(String, String)],
) -> Option<PagePicture> {
    let days = days(&lines.all)?;
    let nobody: CapacityCurve =
        lines.all.iter().map(|(day, _)| (*day, Default::default())).collect();
    let shown = places.get(..SMALL).unwrap_or(places);
    let line = |code: &str| lines.places.get(code).unwrap_or(&nobody);
    let told: Vec<(&str, i64)> = shown
        .iter()
        .map(|(code, name)| (name.as_str(), line(code).last().map_or(0, |last| people(last).1)))
        .collect();
    let multiples = Multiples {
        title: findings::in_small(&format!("{capacity}, por municipio"), &told),
        series_are: "Municipio".into(),
        layers: layers(None),
        days,
        series: shown.iter().map(|(code, name)| series(name, line(code))).collect(),
    };
    (!multiples.series.is_empty())
        .then(|| PagePicture::drawn("en-pequeno", |width| multiples.draw(width)))
}
