//! The report as a document: the cells of its sheets as text, and the pictures of its pages (R61).

use cohorts_model::entity::cohort::CohortId;
use documents::paper::{Note, PaperHead};
use documents::report::{Column, Drawing, MOST_ROWS, Report, ReportFigure, Section, Table};
use pictures::{Picture, Width};
use platform::{dates, numbers};

use super::figures::{CohortRow, ReportFigures};
use super::sheets::{self, SheetKind, is_number};
use super::views::{DepartmentReport as Page, Links, charts};

/// The institution that issues the report.
pub const ISSUER: &str = "Escuela Superior de Administración Pública";

/// Columns of the cohorts that a page on its side holds; the others are the spreadsheet's.
const COHORTS: [&str; 13] = [
    "Cohorte",
    "Curso",
    "Inicio",
    "Fin",
    "Sesiones dictadas",
    "Sesiones previstas",
    "Horas dictadas",
    "Cupos",
    "Inscritos",
    "Asistentes",
    "Asistencia",
    "Asistencia mínima",
    "Certificados",
];

/// What is told apart stands in the summary; by municipality it is the spreadsheet's.
const APART: [&str; 3] = ["En cohortes iniciadas", "Nunca asistieron", "Constancias"];

/// Columns that say whose a row is, the most telling first; of other tables the first column does.
const HEADS: [&str; 2] = ["Persona", "Municipio"];

/// Columns of a person that a page on its side holds.
const PEOPLE: [&str; 10] = [
    "Cohorte",
    "Curso",
    "Persona",
    "Documento",
    "Municipio",
    "Sesiones que cuentan",
    "Sesiones asistidas",
    "Horas",
    "Asistencia",
    "Estado",
];

/// More pictures of cohorts than these are no five minutes' reading.
const MOST_DRAWN: usize = 12;

/// More cohorts than these are a spreadsheet's too: five minutes' reading, and layout that fits in memory.
const MOST_COHORTS: usize = 300;

/// More people than these are a spreadsheet's.
pub const MOST_PEOPLE: u64 = 400;

/// Whether somebody's session of it counted in the period: the others have nothing to draw.
fn is_drawn(row: &&CohortRow) -> bool {
    row.tally.held > 0
}

/// The cohorts whose sessions the document draws.
pub fn drawn_of(figures: &ReportFigures) -> Vec<CohortId> {
    figures.cohorts.iter().filter(is_drawn).take(MOST_DRAWN).map(|row| row.id).collect()
}

/// What the document says; the same figures are the same report.
pub fn report(figures: &ReportFigures, demo: bool) -> Report {
    // Nothing on paper opens a list.
    let links = Links::of_cut(String::new());
    let cards = Page::cards(figures, &links).into_iter().map(|card| ReportFigure {
        number: card.number,
        label: card.label,
        note: card.note.unwrap_or_default(),
    });
    let notes = sheets::notes(figures).into_iter();
    let map = (!figures.municipalities.is_empty()).then(|| charts::map(figures, Width::Page));
    let (from, to) = (figures.period.from, figures.period.to);
    Report {
        head: PaperHead {
            issuer: ISSUER.to_owned(),
            period: format!("Periodo {}", figures.period.text()),
            cut_off: format!("Corte {}", dates::short_with_time(figures.cut_off)),
            notes: notes.map(|(name, text)| Note { name: name.to_owned(), text }).collect(),
            demo,
            ident: format!("{}/{from}/{to}/{}", figures.department, figures.cut_off.to_rfc3339()),
            cut_off_at: figures.cut_off,
        },
        title: "Informe de asistencia".to_owned(),
        subject: figures.department_name.clone(),
        figures: cards.collect(),
        sections: vec![
            section("Resumen", String::new(), table(figures, SheetKind::Summary, |_| true)),
            Section {
                pictures: map.map(drawing).into_iter().collect(),
                ..section(
                    "Municipios",
                    "Todos los del departamento, también los nunca alcanzados.".to_owned(),
                    table(figures, SheetKind::Municipalities, |heading| !APART.contains(&heading)),
                )
            },
            cohorts(figures),
        ]
        .into_iter()
        .chain(people(figures))
        .chain(results(figures))
        .collect(),
    }
}

fn cohorts(figures: &ReportFigures) -> Section {
    let drawn: Vec<&CohortRow> = figures.cohorts.iter().filter(is_drawn).collect();
    let pictures = drawn.iter().take(MOST_DRAWN).map(|row| {
        // Cohorts of different courses may bear one name.
        let name = format!("{}, {}", row.name, row.course);
        drawing(charts::by_session(row, &name, Width::Phone))
    });
    let intro = if figures.cohorts.is_empty() {
        "Ninguna cohorte publicada para el departamento tiene fechas ni certificados en el periodo."
            .to_owned()
    } else if drawn.len() > MOST_DRAWN {
        format!(
            "Se dibuja la asistencia por sesión de {MOST_DRAWN} de {} cohortes. La regla de asistencia está al final; la de cada una{} en el XLSX.",
            numbers::grouped(i64::try_from(drawn.len()).unwrap_or(i64::MAX)),
            beside(figures)
        )
    } else {
        format!(
            "La regla de asistencia está al final; la de cada cohorte{} en el XLSX.",
            beside(figures)
        )
    };
    Section {
        pictures: pictures.collect(),
        ..section(
            "Cohortes",
            format!("{intro}{}", first_of(figures)),
            table_of(
                figures,
                SheetKind::Cohorts,
                |heading| COHORTS.contains(&heading),
                |row| row < MOST_COHORTS,
            ),
        )
    }
}

/// What the tables of cohorts leave out, where there are more than a document tells.
fn first_of(figures: &ReportFigures) -> String {
    if figures.cohorts.len() <= MOST_COHORTS {
        return String::new();
    }
    let all = numbers::grouped(i64::try_from(figures.cohorts.len()).unwrap_or(i64::MAX));
    format!(
        " La tabla trae las {MOST_COHORTS} primeras de {all}; el total es de todas, que están en el XLSX."
    )
}

/// Columns of a capacity that a page on its side holds.
const CAPACITIES: [&str; 10] = [
    "Capacidad",
    "Certificados",
    "Con dos pruebas",
    "Nota antes",
    "Nota después",
    "Ganancia",
    "Aplicación a 3 meses",
    "Aplicación a 6 meses",
    "En el cargo",
    "Permanencia a 12 meses",
];

/// What was learnt and thought, of the department: its municipalities are the spreadsheet's.
pub fn results(figures: &ReportFigures) -> Vec<Section> {
    let Some(results) = &figures.results else { return Vec::new() };
    let whole =
        |row: usize| results.capacities.get(row).is_some_and(|row| row.municipality.is_none());
    let capacities = Section {
        pictures: charts::gain(figures, results)
            .map(|gain| drawing(gain.draw(Width::Page)))
            .into_iter()
            .collect(),
        ..section(
            "Capacidades",
            "De todo el departamento; cada municipio, con su línea base, está en el XLSX. Asociación, no causalidad.".to_owned(),
            table_of(figures, SheetKind::Capacities, |heading| CAPACITIES.contains(&heading), whole),
        )
    };
    let quality = section(
        "Calidad percibida",
        format!(
            "Medias de 1 a 5 de la encuesta anónima. Donde falta una cifra respondieron menos de 5 personas, que tampoco entran en el total.{}",
            first_of(figures)
        ),
        table_of(
            figures,
            SheetKind::Quality,
            |heading| heading != "Aviso",
            |row| row < MOST_COHORTS,
        ),
    );
    vec![capacities, quality]
}

/// Everybody, where they are no more than a document holds.
fn people(figures: &ReportFigures) -> Option<Section> {
    (!figures.attendance.is_empty()).then(|| {
        section(
            "Asistencia",
            "Cada persona con cupo confirmado; sus sesiones, una por una, y su entidad están en el XLSX."
                .to_owned(),
            table(figures, SheetKind::Attendance, |heading| PEOPLE.contains(&heading)),
        )
    })
}

/// What the spreadsheet has beside. A cut has no people, neither here nor in its workbook.
fn beside(figures: &ReportFigures) -> &'static str {
    if figures.is_frozen || !figures.attendance.is_empty() {
        " está"
    } else {
        " y cada persona están"
    }
}

fn section(title: &str, intro: String, table: Option<Table>) -> Section {
    Section { title: title.to_owned(), intro, pictures: Vec::new(), table }
}

fn drawing(picture: Picture) -> Drawing {
    Drawing { title: picture.title, alt: picture.description, svg: picture.svg.to_string() }
}

/// A sheet's cells as its page writes them; nothing where it has no row.
fn table(figures: &ReportFigures, kind: SheetKind, keep: impl Fn(&str) -> bool) -> Option<Table> {
    table_of(figures, kind, keep, |_| true)
}

/// Some of its rows.
fn table_of(
    figures: &ReportFigures,
    kind: SheetKind,
    keep: impl Fn(&str) -> bool,
    has: impl Fn(usize) -> bool,
) -> Option<Table> {
    let sheet = sheets::table(figures, kind);
    let kept: Vec<bool> = sheet.columns.iter().map(|column| keep(&column.heading)).collect();
    let mut numeric = vec![false; kept.len()];
    // Nothing stands as numbers do: beside them it would be read as the column before.
    let mut blank_columns = vec![true; kept.len()];
    let mut rows: Vec<Vec<String>> = Vec::new();
    let rows_of_it = sheet.rows.enumerate().filter(|(place, _)| has(*place));
    for (_, cells) in rows_of_it.take(MOST_ROWS) {
        for (number, cell) in numeric.iter_mut().zip(&cells) {
            *number |= is_number(cell);
        }
        for (blank, cell) in blank_columns.iter_mut().zip(&cells) {
            *blank &= *cell == platform::xlsx::Cell::Empty;
        }
        let kept = cells.iter().zip(&kept).filter(|(_, keep)| **keep);
        rows.push(kept.map(|(cell, _)| sheets::text(cell)).collect());
    }
    let total = sheet.total.iter().flatten().zip(&kept).filter(|(_, keep)| **keep);
    // In the row of totals a blank is nothing to add up, not something missing.
    let blank = |cell| {
        if matches!(cell, &platform::xlsx::Cell::Empty) {
            String::new()
        } else {
            sheets::text(cell)
        }
    };
    let numeric = numeric.into_iter().zip(blank_columns).map(|(number, blank)| number || blank);
    let columns = sheet.columns.iter().zip(numeric).zip(&kept).filter(|(_, keep)| **keep);
    let columns = columns.map(|((column, number), _)| Column {
        heading: column.heading.clone(),
        number,
        width: column.width,
    });
    let columns: Vec<Column> = columns.collect();
    let named = |name: &&str| columns.iter().position(|column| column.heading == **name);
    let head = HEADS.iter().find_map(named).unwrap_or_default();
    (!rows.is_empty()).then(|| Table {
        head,
        columns,
        total: total.map(|(cell, _)| blank(cell)).collect(),
        rows,
    })
}
