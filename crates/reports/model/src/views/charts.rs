//! The pictures of a report: the same figures as its tables.

use pictures::{Format, Gain, Map, Meeting, Pair, Picture, Place, Sessions, Share, Width};
use platform::prelude::*;

use super::super::figures::{CohortRow, Reach, ReportFigures};
use super::super::results::Results;
use super::super::rules::AttendanceTally;

/// A picture as `partials/picture` shows it, with the table beneath when the page has none of its own.
#[derive(Clone, Debug, Serialize, Example)]
pub struct PagePicture {
    /// The id of the table's caption on the page.
    pub id: &'static str,
    #[serde(flatten)]
    #[example(map(&ReportFigures::samples()[1], Width::Phone))]
    pub picture: Picture,
}

/// Draws how many people of each municipality attended. The table of municipalities stands beneath it.
pub fn map(figures: &ReportFigures, width: Width) -> Picture {
    let places = figures.municipalities.iter().map(|row| Place {
        name: row.name.clone(),
        latitude: row.at.0,
        longitude: row.at.1,
        value: match row.reach {
            Reach::Never => None,
            Reach::InPeriod | Reach::AnotherTime => Some(row.attended as f64),
        },
    });
    let map = Map {
        title: format!("Asistentes por municipio, {}", figures.department_name),
        place: "Municipio".into(),
        value: "Asistentes".into(),
        zero: "ninguno en el periodo".into(),
        missing: "nunca alcanzado".into(),
        format: Format::COUNT,
        places: places.collect(),
    };
    map.draw(width)
}

/// The two tests of each capacity that may be told; nothing where there is none.
pub fn gain(figures: &ReportFigures, results: &Results, width: Width) -> Option<PagePicture> {
    let told = results.capacities.iter().filter(|row| row.municipality.is_none());
    let pairs = told.filter_map(|row| {
        let learnt = row.learnt.shown()?;
        let (before, after) = learnt.grades();
        Some(Pair { name: row.name.clone(), before: Some(before), after: Some(after) })
    });
    let gain = Gain {
        title: format!("Notas antes y después, {}", figures.department_name),
        pair: "Capacidad".into(),
        before: "Antes".into(),
        after: "Después".into(),
        format: Format { decimals: 2, ..Format::COUNT },
        range: Some((0.0, 5.0)),
        pairs: pairs.collect(),
    };
    (!gain.pairs.is_empty()).then(|| PagePicture { id: "notas-medias", picture: gain.draw(width) })
}

/// How many came to each session of a cohort, of those who are counted in it.
pub fn by_session(cohort: &CohortRow, width: Width) -> Picture {
    let share = |tally: &AttendanceTally| {
        let percent = tally.percent()?;
        Some(Share { came: tally.attended, all: tally.held, percent })
    };
    let meetings = cohort.columns.iter().map(|column| {
        let share = share(&column.tally).filter(|_| !column.cancelled);
        Meeting {
            name: column.position.to_string(),
            long: format!("Sesión {} ({})", column.position, dates::short(column.day)),
            share,
            why: if column.cancelled { "cancelada" } else { "sin asistencia por contar" }.into(),
        }
    });
    let sessions = Sessions {
        title: format!("Asistencia por sesión, {}", cohort.name),
        meeting: "Sesión".into(),
        counted: ("sesión", "sesiones"),
        value: "Asistencia".into(),
        meetings: meetings.collect(),
        // The minimum is each person's over all sessions: a session has none.
        minimum: None,
    };
    sessions.draw(width)
}
