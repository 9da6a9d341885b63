//! The pictures of a board: the figures of its tables.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use ledger_model::views::{layers, series};
use pictures::{Days, Format, Map, Meeting, Multiples, Place, Sessions, Share, Width};
use platform::dates;
use reports_model::rules::Tally;
use reports_model::views::drawn::Drawn;

use super::figures::{Line, Lines};
use crate::asked::{Ambit, Asked};
use crate::operation::{Facts, PlaceFact};

/// Municipalities of the picture in small.
pub const SMALL: usize = 12;

/// Where training came in the period, another time, or never: of a unit its municipalities with those
/// enrolled, of the country a point for each department with how many of its municipalities.
pub fn reach(asked: &Asked, facts: &Facts) -> Option<Drawn> {
    let of_country = asked.ambit == Ambit::Country;
    let enrolled: BTreeMap<&str, (i64, bool)> = facts
        .now
        .enrolments
        .iter()
        .filter_map(|one| Some((one.municipality.as_deref()?, (one.enrolled, one.attended > 0))))
        .collect();
    let in_period = |place: &PlaceFact| {
        enrolled
            .get(place.code.as_str())
            .copied()
            .filter(|(_, came)| *came)
            .map(|(people, _)| people)
    };
    let places: Vec<Place> = if of_country {
        let mut departments: BTreeMap<&str, Vec<&PlaceFact>> = BTreeMap::new();
        for place in &facts.places {
            departments.entry(&place.department_code).or_default().push(place);
        }
        let point = |places: &Vec<&PlaceFact>| {
            let mean = |of: fn(&PlaceFact) -> f64| {
                places.iter().map(|place| of(place)).sum::<f64>() / places.len() as f64
            };
            let reached = places.iter().filter(|place| in_period(place).is_some()).count();
            Some(Place {
                name: places.first()?.department.clone(),
                latitude: mean(|place| place.lat),
                longitude: mean(|place| place.lon),
                value: places.iter().any(|place| place.ever).then_some(reached as f64),
            })
        };
        departments.values().filter_map(point).collect()
    } else {
        let point = |place: &PlaceFact| Place {
            name: place.name.clone(),
            latitude: place.lat,
            longitude: place.lon,
            value: place.ever.then(|| in_period(place).unwrap_or_default() as f64),
        };
        facts.places.iter().map(point).collect()
    };
    let map = Map {
        title: if of_country {
            "Municipios alcanzados por departamento".into()
        } else {
            format!("Inscritos por municipio alcanzado, {}", asked.name)
        },
        place: if of_country { "Departamento" } else { "Municipio" }.into(),
        value: if of_country { "Municipios alcanzados" } else { "Inscritos" }.into(),
        zero: "nadie asistió en el periodo".into(),
        missing: "nunca alcanzado".into(),
        format: Format::COUNT,
        places,
    };
    (!map.places.is_empty()).then(|| Drawn { id: "mapa", picture: map.draw(Width::Phone) })
}

/// Attendance of closed cohorts; nothing where none closed.
pub fn attendance(asked: &Asked, months: &[(NaiveDate, Tally)]) -> Option<Drawn> {
    let meeting = |(month, tally): &(NaiveDate, Tally)| {
        let long = dates::month(*month);
        Meeting {
            name: long.chars().take(3).collect(),
            share: tally.percent().map(|percent| Share {
                came: tally.attended,
                all: tally.held,
                percent,
            }),
            long,
            why: "ninguna cohorte cerró".into(),
        }
    };
    let sessions = Sessions {
        title: format!("Asistencia por mes de cierre, {}", asked.name),
        meeting: "Mes en que cerraron".into(),
        counted: ("mes", "meses"),
        value: "Asistencia".into(),
        meetings: months.iter().map(meeting).collect(),
        minimum: None,
    };
    let any = months.iter().any(|(_, tally)| tally.held > 0);
    any.then(|| Drawn { id: "asistencia", picture: sessions.draw(Width::Phone) })
}

fn days(line: &Line) -> Option<Days> {
    Some(Days { from: line.first()?.0, to: line.last()?.0 })
}

/// The capacity over a year.
pub fn line(asked: &Asked, capacity: &str, lines: &Lines) -> Option<Drawn> {
    let days = days(&lines.all)?;
    let title = format!("{capacity}: personas certificadas en el cargo, {}", asked.name);
    let picture = series(&asked.name, &lines.all).draw(&title, &layers(None), days, Width::Phone);
    Some(Drawn { id: "linea", picture })
}

/// The same of some municipalities, in their order.
pub fn in_small(capacity: &str, lines: &Lines, places: &[(String, String)]) -> Option<Drawn> {
    let days = days(&lines.all)?;
    let nobody: Line = lines.all.iter().map(|(day, _)| (*day, Default::default())).collect();
    let one =
        |(code, name): &(String, String)| series(name, lines.places.get(code).unwrap_or(&nobody));
    let multiples = Multiples {
        title: format!("{capacity}, por municipio"),
        series_are: "Municipio".into(),
        layers: layers(None),
        days,
        series: places.iter().take(SMALL).map(one).collect(),
    };
    (!multiples.series.is_empty())
        .then(|| Drawn { id: "en-pequeno", picture: multiples.draw(Width::Phone) })
}
