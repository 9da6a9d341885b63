//! The pictures of a report: the same figures as its tables.

use pictures::{Format, Gain, Map, Meeting, Pair, Picture, Place, Sessions, Share, Svg, Width};
use platform::prelude::*;
use platform::texts::say;
use territory_model::outlines;

use super::super::figures::{CohortRow, Reach, ReportFigures, SessionColumn};
use super::super::results::Results;
use super::findings;

/// A picture as `partials/picture` shows it, with the table beneath when the page has none of its own.
#[derive(Clone, Debug, Serialize, Example)]
pub struct PagePicture {
    /// The id of the table's caption on the page.
    pub id: &'static str,
    #[serde(flatten)]
    #[example(map(&ReportFigures::samples()[1], Width::Phone))]
    pub picture: Picture,
    /// The same drawn for a screen with room; `None` where one drawing grows with its column.
    #[example(Some(map(&ReportFigures::samples()[1], Width::Page).svg))]
    pub wide: Option<Svg>,
}

impl PagePicture {
    /// Draws a picture for a telephone and, unless it grows, for a screen with room and for paper.
    pub fn drawn(id: &'static str, draw: impl Fn(Width) -> Picture) -> Self {
        let picture = draw(Width::Phone);
        let wide = (!picture.svg.grows()).then(|| draw(Width::Page).svg);
        Self { id, picture, wide }
    }
}

/// A municipality as a map of who attended draws it.
#[derive(Clone, Debug)]
pub struct MapMunicipality {
    pub code: String,
    pub name: String,
    /// Degrees north and east.
    pub at: (f64, f64),
    /// `None` means that nobody of it ever attended.
    pub attended: Option<i64>,
}

/// Returns how many people of each municipality attended, each leading to its page. The title says where most
/// are and how many municipalities nobody came from; `all` are the people together.
pub fn attendance_map(name: &str, all: i64, municipalities: Vec<MapMunicipality>) -> Map {
    let places = municipalities.iter().map(|row| Place {
        name: row.name.clone(),
        latitude: row.at.0,
        longitude: row.at.1,
        value: row.attended.map(|attended| attended as f64),
        outline: outlines::of(&row.code),
        href: format!("/municipios/{}", row.code),
        here: false,
    });
    Map {
        title: finding(name, all, &municipalities),
        place: "Municipio".into(),
        value: "Asistentes".into(),
        zero: "ninguno en el periodo".into(),
        missing: "nunca alcanzado".into(),
        format: Format::COUNT,
        places: places.collect(),
        source: outlines::BOUNDARIES.to_owned(),
    }
}

fn finding(name: &str, all: i64, municipalities: &[MapMunicipality]) -> String {
    let title = say("reports.map_title", &[("name", name.to_owned())]);
    let most = municipalities.iter().max_by_key(|row| row.attended);
    let Some((most, attended)) = most.and_then(|row| Some((row, row.attended?))) else {
        return title;
    };
    let never = municipalities.iter().filter(|row| row.attended.is_none()).count() as i64;
    let words = [
        ("title", title.clone()),
        ("most", most.name.clone()),
        ("attended", numbers::grouped(attended)),
        ("all", numbers::grouped(all.max(attended))),
        ("never", numbers::grouped(never)),
        ("municipalities", numbers::grouped(municipalities.len() as i64)),
    ];
    match (attended, never) {
        (0, _) => title,
        (_, 0) => say("reports.map_finding", &words),
        _ => say("reports.map_finding_never", &words),
    }
}

/// Draws how many people of each municipality attended. The table of municipalities stands beneath it.
pub fn map(figures: &ReportFigures, width: Width) -> Picture {
    let count = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let rows = figures.municipalities.iter().map(|row| MapMunicipality {
        code: row.code.clone(),
        name: row.name.clone(),
        at: row.at,
        attended: match row.reach {
            Reach::Never => None,
            Reach::InPeriod | Reach::AnotherTime => Some(count(row.attended)),
        },
    });
    let all = count(figures.summary.attended);
    attendance_map(&figures.department_name, all, rows.collect()).draw(width)
}

/// The two tests of each capacity that may be told; `None` where there is none.
pub fn gain(figures: &ReportFigures, results: &Results) -> Option<Gain> {
    let told = results.capacities.iter().filter(|row| row.municipality.is_none());
    let pairs = told.filter_map(|row| {
        let (before, after) = row.learnt.shown()?.grades();
        Some(Pair { name: row.name.clone(), before: Some(before), after: Some(after) })
    });
    let title = format!("Notas antes y después, {}", figures.department_name);
    let gain = both_tests(&title, pairs.collect());
    (!gain.pairs.is_empty()).then_some(gain)
}

/// Both tests of capacities, on the scale of grades.
pub fn both_tests(title: &str, pairs: Vec<Pair>) -> Gain {
    let known = |pair: &Pair| Some((pair.name.clone(), pair.before?, pair.after?));
    let known: Vec<(String, f64, f64)> = pairs.iter().filter_map(known).collect();
    Gain {
        title: findings::gain(title, &known),
        pair: "Capacidad".into(),
        before: "Antes".into(),
        after: "Después".into(),
        format: Format { decimals: 2, ..Format::COUNT },
        range: Some((0.0, 5.0)),
        pairs,
    }
}

/// How many came to each session of a cohort, of those who are counted in it; `name` is what it is called where
/// the picture stands.
pub fn by_session(cohort: &CohortRow, name: &str, width: Width) -> Picture {
    let counted = |column: &SessionColumn| column.tally.percent().filter(|_| !column.cancelled);
    let meetings = cohort.columns.iter().map(|column| {
        let share = counted(column).map(|percent| Share {
            came: column.tally.attended,
            all: column.tally.held,
            percent,
        });
        Meeting {
            name: column.position.to_string(),
            long: format!("Sesión {} ({})", column.position, dates::short(column.day)),
            share,
            why: if column.cancelled { "cancelada" } else { "sin asistencia por contar" }.into(),
        }
    });
    let told: Vec<(i32, u32)> = cohort
        .columns
        .iter()
        .filter_map(|column| Some((column.position, counted(column)?)))
        .collect();
    let title = format!("Asistencia por sesión, {name}");
    let sessions = Sessions {
        title: findings::by_session(&title, &told),
        meeting: "Sesión".into(),
        counted: ("sesión", "sesiones"),
        value: "Asistencia".into(),
        meetings: meetings.collect(),
        // The minimum is each person's over all sessions: a session has none.
        minimum: None,
        before: None,
    };
    sessions.draw(width)
}
