//! Every figure's typed cell: the one place from which page, XLSX and CSV are written.

use super::figures::{AttendanceRow, CohortRow, Figures, MunicipalityRow, Summary};
use super::rules::letter;
use crate::cohorts::labels;
use crate::courses::labels::modality;
use crate::platform::errors::AppError;
use crate::platform::xlsx::{Book, Cell, Column, Sheet, looks_like_formula};
use crate::platform::{dates, numbers};

/// The sheets of a report, by the word in the address of their CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Summary,
    Municipalities,
    Cohorts,
    Attendance,
}

pub const KINDS: [Kind; 4] = [
    Kind::Summary,
    Kind::Municipalities,
    Kind::Cohorts,
    Kind::Attendance,
];

impl Kind {
    pub fn slug(self) -> &'static str {
        match self {
            Self::Summary => "resumen",
            Self::Municipalities => "municipios",
            Self::Cohorts => "cohortes",
            Self::Attendance => "asistencia",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Summary => "Resumen",
            Self::Municipalities => "Municipios",
            Self::Cohorts => "Cohortes",
            Self::Attendance => "Asistencia",
        }
    }

    pub fn read(slug: &str) -> Option<Self> {
        KINDS.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// A sheet: headings, rows as they are asked for, and totals.
pub struct Table<'a> {
    pub kind: Kind,
    pub columns: Vec<Column>,
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
    pub total: Option<Vec<Cell>>,
    frozen: u16,
}

/// One sheet of a report.
pub fn table(figures: &Figures, kind: Kind) -> Table<'_> {
    match kind {
        Kind::Summary => summary(figures),
        Kind::Municipalities => municipalities(figures),
        Kind::Cohorts => cohorts(figures),
        Kind::Attendance => attendance(figures),
    }
}

fn columns(list: &[(&str, f64)]) -> Vec<Column> {
    list.iter()
        .map(|(heading, width)| Column::new(*heading, *width))
        .collect()
}

fn count(value: u64) -> Cell {
    Cell::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

fn hours(minutes: i64) -> Cell {
    Cell::Decimal(minutes as f64 / 60.0)
}

/// The lines of the summary: what, how much, and how it is counted.
pub fn summary_lines(figures: &Summary) -> Vec<(&'static str, Cell, &'static str)> {
    vec![
        (
            "Cohortes",
            count(figures.cohorts),
            "Con fechas o certificados en el periodo",
        ),
        (
            "Sesiones dictadas",
            count(figures.sessions_held),
            "Del periodo, sin las canceladas",
        ),
        (
            "Sesiones previstas",
            count(figures.sessions_planned),
            "Del periodo, dictadas y por dictar",
        ),
        (
            "Horas dictadas",
            hours(figures.minutes_held),
            "Duración de las sesiones dictadas",
        ),
        (
            "Inscritos",
            count(figures.enrolled),
            "Cupos confirmados de personas del departamento",
        ),
        (
            "Personas",
            count(figures.people),
            "Personas distintas entre los inscritos",
        ),
        (
            "Asistentes",
            count(figures.attended),
            "Inscritos con una sesión asistida o más",
        ),
        (
            "Asistencia",
            Cell::whole_percent(figures.tally.percent()),
            "Sesiones asistidas sobre sesiones que cuentan",
        ),
        (
            "Certificados",
            count(figures.certified),
            "Vigentes, expedidos en el periodo",
        ),
        (
            "Municipios del departamento",
            count(figures.municipalities),
            "DIVIPOLA",
        ),
        (
            "Municipios alcanzados",
            count(figures.covered),
            "Con una persona o más que asistió en el periodo",
        ),
        (
            "Municipios nunca alcanzados",
            count(figures.never),
            "Nadie ha asistido hasta la fecha de corte",
        ),
    ]
}

fn summary(figures: &Figures) -> Table<'_> {
    let lines = summary_lines(&figures.summary);
    Table {
        kind: Kind::Summary,
        columns: columns(&[
            ("Indicador", 30.0),
            ("Valor", 14.0),
            ("Cómo se cuenta", 54.0),
        ]),
        rows: Box::new(
            lines
                .into_iter()
                .map(|(what, value, how)| vec![Cell::text(what), value, Cell::text(how)]),
        ),
        total: None,
        frozen: 1,
    }
}

fn municipalities(figures: &Figures) -> Table<'_> {
    let all = &figures.summary;
    Table {
        kind: Kind::Municipalities,
        columns: columns(&[
            ("Código", 9.0),
            ("Municipio", 28.0),
            ("PDET", 26.0),
            ("Alcance", 16.0),
            ("Cohortes", 10.0),
            ("Inscritos", 10.0),
            ("Asistentes", 11.0),
            ("Asistencia", 11.0),
            ("Certificados", 12.0),
            ("Capacidades", 24.0),
            ("Última asistencia", 17.0),
        ]),
        rows: Box::new(figures.municipalities.iter().map(municipality)),
        total: Some(vec![
            Cell::Empty,
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            count(all.cohorts),
            count(all.enrolled),
            count(all.attended),
            Cell::whole_percent(all.tally.percent()),
            count(all.certified),
            Cell::Empty,
            Cell::date(
                figures
                    .municipalities
                    .iter()
                    .filter_map(|row| row.last)
                    .max(),
            ),
        ]),
        frozen: 2,
    }
}

fn municipality(row: &MunicipalityRow) -> Vec<Cell> {
    vec![
        Cell::text(row.code.as_str()),
        Cell::text(row.name.as_str()),
        Cell::text(row.pdet.as_deref().unwrap_or("No")),
        Cell::text(row.reach.label()),
        count(row.cohorts),
        count(row.enrolled),
        count(row.attended),
        Cell::whole_percent(row.tally.percent()),
        count(row.certified),
        if row.capacities.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(row.capacities.join(", "))
        },
        Cell::date(row.last),
    ]
}

fn cohorts(figures: &Figures) -> Table<'_> {
    let all = &figures.summary;
    Table {
        kind: Kind::Cohorts,
        columns: columns(&[
            ("Cohorte", 26.0),
            ("Curso", 34.0),
            ("Modalidad", 12.0),
            ("Etapa", 22.0),
            ("Inicio", 12.0),
            ("Fin", 12.0),
            ("Sesiones dictadas", 11.0),
            ("Sesiones previstas", 11.0),
            ("Horas dictadas", 10.0),
            ("Horas del curso", 10.0),
            ("Cupos", 9.0),
            ("Inscritos de la cohorte", 12.0),
            ("Inscritos", 10.0),
            ("Asistentes", 11.0),
            ("Asistencia", 11.0),
            ("Asistencia mínima", 12.0),
            ("Certificados", 12.0),
        ]),
        rows: Box::new(figures.cohorts.iter().map(cohort)),
        total: Some(vec![
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            count(all.sessions_held),
            count(all.sessions_planned),
            hours(all.minutes_held),
            Cell::Empty,
            Cell::Integer(figures.cohorts.iter().map(|row| i64::from(row.seats)).sum()),
            Cell::Integer(
                figures
                    .cohorts
                    .iter()
                    .map(|row| row.enrolled_anywhere)
                    .sum(),
            ),
            count(all.enrolled),
            count(all.attended),
            Cell::whole_percent(all.tally.percent()),
            Cell::Empty,
            count(all.certified),
        ]),
        frozen: 1,
    }
}

fn cohort(row: &CohortRow) -> Vec<Cell> {
    vec![
        Cell::text(row.name.as_str()),
        Cell::text(row.course.as_str()),
        Cell::text(modality(row.modality)),
        Cell::text(labels::stage(row.stage)),
        Cell::Date(row.starts_on),
        Cell::Date(row.ends_on),
        count(row.sessions_held),
        count(row.sessions_planned),
        hours(row.minutes_held),
        Cell::Integer(row.course_hours.into()),
        Cell::Integer(row.seats.into()),
        Cell::Integer(row.enrolled_anywhere),
        count(row.enrolled),
        count(row.attended),
        Cell::whole_percent(row.tally.percent()),
        Cell::whole_percent(u32::try_from(row.minimum).ok()),
        count(row.certified),
    ]
}

fn attendance(figures: &Figures) -> Table<'_> {
    let sessions = figures
        .cohorts
        .iter()
        .map(|cohort| cohort.columns.len())
        .max()
        .unwrap_or(0);
    let mut headings = columns(&[
        ("Cohorte", 26.0),
        ("Curso", 34.0),
        ("Persona", 34.0),
        ("Documento", 18.0),
        ("Municipio", 24.0),
        ("Entidad", 34.0),
    ]);
    headings.extend((1..=sessions).map(|number| Column::new(format!("Sesión {number}"), 9.0)));
    headings.extend(columns(&[
        ("Sesiones que cuentan", 11.0),
        ("Sesiones asistidas", 11.0),
        ("Horas", 9.0),
        ("Asistencia", 11.0),
        ("Estado", 20.0),
    ]));
    let all = &figures.summary;
    let mut total = vec![Cell::Empty; headings.len()];
    let minutes = figures.attendance.iter().map(|row| row.minutes).sum();
    let sums = [
        count(all.tally.held),
        count(all.tally.attended),
        hours(minutes),
        Cell::whole_percent(all.tally.percent()),
    ];
    total[0] = Cell::text("Total");
    for (place, sum) in sums.into_iter().enumerate() {
        total[6 + sessions + place] = sum;
    }
    Table {
        kind: Kind::Attendance,
        columns: headings,
        rows: Box::new(
            figures
                .attendance
                .iter()
                .map(move |row| person(figures, row, sessions)),
        ),
        total: Some(total),
        frozen: 3,
    }
}

fn person(figures: &Figures, row: &AttendanceRow, sessions: usize) -> Vec<Cell> {
    let cohort = figures.cohorts.get(row.cohort);
    let mut cells = Vec::with_capacity(sessions + 11);
    cells.push(Cell::text(cohort.map_or("", |cohort| cohort.name.as_str())));
    // Cohorts of different courses may bear one name.
    cells.push(Cell::text(
        cohort.map_or("", |cohort| cohort.course.as_str()),
    ));
    cells.push(Cell::text(row.person.as_str()));
    cells.push(Cell::text(row.document.as_str()));
    cells.push(Cell::text(row.municipality.as_str()));
    cells.push(row.entity.as_deref().map_or(Cell::Empty, Cell::text));
    for place in 0..sessions {
        cells.push(match row.standings.get(place).map_or("", |s| letter(*s)) {
            "" => Cell::Empty,
            mark => Cell::Mark(mark),
        });
    }
    cells.push(Cell::Integer(row.totals.held.into()));
    cells.push(Cell::Integer(row.totals.attended.into()));
    cells.push(hours(row.minutes));
    cells.push(Cell::whole_percent(row.totals.percent()));
    cells.push(Cell::text(row.state.label()));
    cells
}

/// Where the figures come from and how they are counted: the foot of all three writings.
pub fn notes(figures: &Figures) -> Vec<(&'static str, String)> {
    let department = &figures.department_name;
    vec![
        ("Informe", format!("Asistencia del departamento: {department} (DIVIPOLA {})", figures.department)),
        ("Periodo", format!("{}, ambos días incluidos", figures.period.text())),
        ("Fecha de corte", format!("{} (hora de Colombia)", dates::short_with_time(figures.cut_off))),
        ("Fuente", "Registros de Formación Territorial: inscripciones, listas de asistencia y certificados.".into()),
        (
            "Cohortes",
            "Las publicadas que son para un municipio del departamento o tienen inscritos de él, con fechas o certificados en el periodo. Una cohorte cancelada cuenta solo si alcanzó a dictar sesiones. Los totales cuentan cada cohorte una vez.".into(),
        ),
        (
            "Inscritos",
            "Cupos confirmados. Cada uno se atribuye al municipio con el que la persona se inscribió, aunque después cambie de cargo o de lugar. La entidad es la del cargo al inscribirse.".into(),
        ),
        (
            "Asistencia",
            "Sesiones asistidas ÷ sesiones que cuentan × 100, sin decimales y sin redondear hacia arriba. Presente y tarde cuentan como asistidas. Ausente, excusa y sin registro quedan en el denominador. Dispensado, las sesiones canceladas y las anteriores a la inscripción salen de él. Un grupo suma las sesiones de todas sus personas.".into(),
        ),
        ("Horas", "Duración de las sesiones asistidas; las de cada cohorte, de las dictadas.".into()),
        ("Certificados", "Vigentes en la fecha de corte y expedidos en el periodo.".into()),
        ("Estado", "Posición de la persona frente a la asistencia mínima de su cohorte, con todas las sesiones hasta la fecha de corte.".into()),
        (
            "Letras",
            "P presente, T tarde, A ausente, E excusa, D dispensado, – sin registro. Vacío: sesión sin dictar, cancelada o anterior a la inscripción.".into(),
        ),
        ("Documentos", "Se muestran enmascarados.".into()),
        ("Territorio", super::DIVIPOLA.into()),
    ]
}

/// The whole workbook.
pub fn workbook(figures: &Figures) -> Result<Vec<u8>, AppError> {
    let mut book = Book::new(
        &format!("Asistencia {}", figures.department_name),
        figures.cut_off,
    )?;
    for kind in KINDS {
        let table = table(figures, kind);
        let sheet = Sheet {
            name: kind.name(),
            columns: &table.columns,
            frozen_columns: table.frozen,
        };
        book.sheet_with_total(sheet, table.rows, table.total)?;
    }
    book.notes(&notes(figures))?;
    book.finish()
}

/// A cell as a page writes it; what is missing is a dash.
pub fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "—".to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Mark(mark) => (*mark).to_owned(),
        Cell::Integer(value) => numbers::grouped(*value),
        Cell::Decimal(value) => numbers::decimal(*value, 2),
        Cell::Percent(ratio) => numbers::percent(Some(*ratio)),
        Cell::Date(date) => dates::short(*date),
        Cell::Grade(tenths) => numbers::tenths(*tenths),
    }
}

/// Whether a column of such cells is aligned to the right.
pub fn is_number(cell: &Cell) -> bool {
    matches!(
        cell,
        Cell::Integer(_) | Cell::Decimal(_) | Cell::Percent(_) | Cell::Grade(_)
    )
}

/// A cell as a CSV field that spreadsheets set to Spanish read as what it is: no thousands
/// mark, comma for decimals. A text that would be taken for a formula gets an apostrophe
/// before it (P13).
fn field(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Integer(value) => value.to_string(),
        Cell::Decimal(value) => format!("{value:.2}").replace('.', ","),
        other => text(other),
    }
}

/// The text, unable to become a formula.
pub fn harmless(text: &str) -> String {
    // The full-width signs are formulas to some spreadsheets too.
    let starts_wide = text.trim_start().starts_with(['＝', '＋', '－', '＠']);
    if starts_wide || looks_like_formula(text.trim_start_matches(' ')) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// One sheet as CSV: byte order mark, `;`, and the notes below an empty line.
pub fn csv(figures: &Figures, kind: Kind) -> Result<Vec<u8>, AppError> {
    let table = table(figures, kind);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let broken = |error: csv::Error| AppError::Internal(format!("csv: {error}"));
    let headings = table.columns.iter().map(|column| harmless(&column.heading));
    writer.write_record(headings).map_err(broken)?;
    for row in table.rows.chain(table.total) {
        writer.write_record(row.iter().map(field)).map_err(broken)?;
    }
    writer.write_record([""]).map_err(broken)?;
    for (name, note) in notes(figures) {
        writer
            .write_record([harmless(name), harmless(&note)])
            .map_err(broken)?;
    }
    writer
        .into_inner()
        .map_err(|error| AppError::Internal(format!("csv: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_becomes_a_formula() {
        for text in [
            "=1+1",
            "+57",
            "-1",
            "@x",
            "\t=1",
            "  =1",
            "＝1",
            "=HYPERLINK(\"x\")",
        ] {
            assert!(harmless(text).starts_with('\''), "{text:?}");
        }
        for text in ["Ruiz, Ana", "–", "", "C. C. 1.***.*67", "3-4"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn numbers_are_written_for_people_and_for_spreadsheets() {
        assert_eq!(text(&Cell::Integer(1122)), "1.122");
        assert_eq!(field(&Cell::Integer(1122)), "1122");
        assert_eq!(text(&Cell::Decimal(1234.5)), "1.234,50");
        assert_eq!(field(&Cell::Decimal(1234.5)), "1234,50");
        assert_eq!(text(&Cell::Percent(0.83)), "83 %");
        assert_eq!(
            (text(&Cell::Empty), field(&Cell::Empty)),
            ("—".into(), String::new())
        );
    }

    #[test]
    fn a_sheet_is_found_by_the_word_of_its_address() {
        for kind in KINDS {
            assert_eq!(Kind::read(kind.slug()), Some(kind));
        }
        assert_eq!(Kind::read("notas"), None);
    }
}
