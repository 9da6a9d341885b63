//! The columns, rows and totals of each sheet.

use attendance_model::labels::starred;
use platform::xlsx::{Cell, Column};

use super::super::figures::{
    AttendanceRow, CohortRow, MunicipalityRow, ReportFigures, SessionColumn, Summary,
};
use super::super::rules::letter;
use super::{SheetKind, SheetTable};

pub fn columns(list: &[(&str, f64)]) -> Vec<Column> {
    list.iter().map(|(heading, width)| Column::new(*heading, *width)).collect()
}

pub(super) fn count(value: u64) -> Cell {
    Cell::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

pub fn hours(minutes: i64) -> Cell {
    Cell::Decimal(minutes as f64 / 60.0)
}

/// A line of the summary: what, how much, and how it is counted.
pub type SummaryLine = (&'static str, Cell, &'static str);

/// The lines of the summary. A cut that does not tell them has none of what is counted apart.
pub fn summary_lines(figures: &Summary) -> Vec<SummaryLine> {
    let apart = &figures.apart;
    let mut lines = vec![
        ("Cohortes", count(figures.cohorts), "Con fechas o certificados en el periodo"),
        ("Sesiones dictadas", count(figures.sessions_held), "Del periodo, sin las canceladas"),
        (
            "Sesiones previstas",
            count(figures.sessions_planned),
            "Del periodo, dictadas y por dictar",
        ),
        ("Horas dictadas", hours(figures.minutes_held), "Duración de las sesiones dictadas"),
        ("Inscritos", count(figures.enrolled), "Cupos confirmados de personas del departamento"),
        ("Personas", count(figures.people), "Personas distintas entre los inscritos"),
        ("Asistentes", count(figures.attended), "Inscritos con una sesión asistida o más"),
        (
            "Asistencia",
            Cell::whole_percent(figures.tally.percent()),
            "Sesiones asistidas sobre sesiones que cuentan",
        ),
        ("Certificados", count(figures.certified), "Expedidos en el periodo y sin revocar"),
        ("Municipios del departamento", count(figures.municipalities), "DIVIPOLA"),
        (
            "Municipios alcanzados",
            count(figures.covered),
            "Con una persona o más que asistió en el periodo",
        ),
        (
            "Municipios nunca alcanzados",
            count(figures.never),
            "Nadie ha asistido hasta el último día del periodo",
        ),
    ];
    if figures.tells_apart {
        let another = figures.municipalities.saturating_sub(figures.covered + figures.never);
        let to_begin = figures.enrolled.saturating_sub(apart.begun);
        let told: [SummaryLine; 5] = [
            (
                "Municipios alcanzados en otro periodo",
                count(another),
                "Alguien asistió antes del periodo, y nadie en él",
            ),
            ("En cohortes iniciadas", count(apart.begun), "Inscritos cuya cohorte ya empezó"),
            ("En cohortes por iniciar", count(to_begin), "Inscritos cuya cohorte no ha empezado"),
            (
                "Nunca asistieron",
                count(apart.never_attended),
                "Inscritos con sesiones del periodo que cuentan, que no asistieron a ninguna",
            ),
            (
                "Constancias",
                count(apart.attested),
                "Expedidas en el periodo y sin revocar: asistieron; no son capacidad",
            ),
        ];
        lines.extend(told);
    }
    lines
}

pub(super) fn summary(figures: &ReportFigures) -> SheetTable<'_> {
    let lines = summary_lines(&figures.summary);
    SheetTable {
        kind: SheetKind::Summary,
        columns: columns(&[("Indicador", 30.0), ("Valor", 14.0), ("Cómo se cuenta", 54.0)]),
        rows: Box::new(
            lines
                .into_iter()
                .map(|(what, value, how)| vec![Cell::text(what), value, Cell::text(how)]),
        ),
        total: None,
        frozen: 1,
    }
}

pub(super) fn municipalities(figures: &ReportFigures) -> SheetTable<'_> {
    let all = &figures.summary;
    // A cut of before did not count these.
    let apart = |value: u64| if all.tells_apart { count(value) } else { Cell::Empty };
    SheetTable {
        kind: SheetKind::Municipalities,
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
            ("En cohortes iniciadas", 12.0),
            ("Nunca asistieron", 12.0),
            ("Constancias", 12.0),
        ]),
        rows: Box::new(figures.municipalities.iter().map(move |row| {
            let counts = [row.apart.begun, row.apart.never_attended, row.apart.attested];
            let mut cells = municipality(row);
            cells.extend(counts.map(apart));
            cells
        })),
        total: Some(vec![
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            count(all.cohorts),
            count(all.enrolled),
            count(all.attended),
            Cell::whole_percent(all.tally.percent()),
            count(all.certified),
            Cell::Empty,
            Cell::date(figures.municipalities.iter().filter_map(|row| row.last).max()),
            apart(all.apart.begun),
            apart(all.apart.never_attended),
            apart(all.apart.attested),
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
        if row.capacities.is_empty() { Cell::Empty } else { Cell::Text(row.capacities.join(", ")) },
        Cell::date(row.last),
    ]
}

pub(super) fn cohorts(figures: &ReportFigures) -> SheetTable<'_> {
    let all = &figures.summary;
    let apart = |value: u64| if all.tells_apart { count(value) } else { Cell::Empty };
    SheetTable {
        kind: SheetKind::Cohorts,
        columns: columns(&[
            ("Cohorte", 26.0),
            ("Curso", 34.0),
            ("Modalidad", 12.0),
            ("Etapa", 22.0),
            ("Publicada", 12.0),
            ("Inicio", 12.0),
            ("Iniciada", 12.0),
            ("Fin", 12.0),
            ("Cerrada", 12.0),
            ("Sesiones dictadas", 11.0),
            ("Sesiones previstas", 11.0),
            ("Horas dictadas", 10.0),
            ("Horas del curso", 10.0),
            ("Cupos", 9.0),
            ("Inscritos en toda la cohorte", 12.0),
            ("Inscritos", 10.0),
            ("Asistentes", 11.0),
            ("Asistencia", 11.0),
            ("Asistencia mínima", 12.0),
            ("Certificados", 12.0),
            ("Regla de asistencia", 60.0),
            ("Nunca asistieron", 12.0),
            ("Constancias", 12.0),
        ]),
        rows: Box::new(figures.cohorts.iter().map(move |row| {
            let mut cells = cohort(row);
            cells.extend([row.apart.never_attended, row.apart.attested].map(apart));
            cells
        })),
        total: Some(vec![
            Cell::text("Total"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
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
            Cell::Integer(figures.cohorts.iter().map(|row| row.enrolled_anywhere).sum()),
            count(all.enrolled),
            count(all.attended),
            Cell::whole_percent(all.tally.percent()),
            Cell::Empty,
            count(all.certified),
            Cell::Empty,
            apart(all.apart.never_attended),
            apart(all.apart.attested),
        ]),
        frozen: 1,
    }
}

fn cohort(row: &CohortRow) -> Vec<Cell> {
    vec![
        Cell::text(row.name.as_str()),
        Cell::text(row.course.as_str()),
        Cell::text(row.modality.label()),
        Cell::text(row.stage.label()),
        Cell::date(row.milestones.published),
        Cell::Date(row.starts_on),
        Cell::date(row.milestones.started),
        Cell::Date(row.ends_on),
        Cell::date(row.milestones.closed),
        count(row.sessions_held),
        count(row.sessions_planned),
        hours(row.minutes_held),
        Cell::Integer(row.course_hours.into()),
        Cell::Integer(row.seats.into()),
        Cell::Integer(row.enrolled_anywhere),
        count(row.enrolled),
        count(row.attended),
        Cell::whole_percent(row.tally.percent()),
        Cell::whole_percent(u32::try_from(row.rule.minimum).ok()),
        count(row.certified),
        Cell::text(row.rule.sentence()),
    ]
}

/// The columns of the list of people, one of them for each number that a session of a cohort has, up to the
/// greatest of the period.
pub fn people_columns(sessions: usize) -> Vec<Column> {
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
        ("Cómo se inscribió", 20.0),
    ]));
    headings
}

/// What everybody adds up to, who attended so many minutes together.
pub fn people_total(figures: &ReportFigures, sessions: usize, minutes: i64) -> Vec<Cell> {
    let all = &figures.summary;
    let mut total = vec![Cell::Empty; people_columns(sessions).len()];
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
    total
}

/// Those people whom the figures hold.
pub fn people_rows(
    figures: &ReportFigures,
    sessions: usize,
) -> impl Iterator<Item = Vec<Cell>> + '_ {
    figures.attendance.iter().map(move |row| person(figures, row, sessions))
}

pub(super) fn attendance(figures: &ReportFigures) -> SheetTable<'_> {
    let columns = figures.cohorts.iter().flat_map(|cohort| &cohort.columns);
    let sessions = columns.filter_map(SessionColumn::number).max().unwrap_or(0);
    let minutes = figures.attendance.iter().map(|row| row.minutes).sum();
    SheetTable {
        kind: SheetKind::Attendance,
        columns: people_columns(sessions),
        rows: Box::new(people_rows(figures, sessions)),
        total: Some(people_total(figures, sessions, minutes)),
        frozen: PEOPLE_FROZEN,
    }
}

/// Cohort, course and person stay in sight.
pub const PEOPLE_FROZEN: u16 = 3;

fn person(figures: &ReportFigures, row: &AttendanceRow, sessions: usize) -> Vec<Cell> {
    let cohort = figures.cohorts.get(row.cohort);
    let mut cells = Vec::with_capacity(sessions + 12);
    cells.push(Cell::text(cohort.map_or("", |cohort| cohort.name.as_str())));
    // Cohorts of different courses may bear one name.
    cells.push(Cell::text(cohort.map_or("", |cohort| cohort.course.as_str())));
    cells.push(Cell::text(row.person.as_str()));
    cells.push(Cell::text(row.document.as_str()));
    cells.push(Cell::text(row.municipality.as_str()));
    cells.push(row.entity.as_deref().map_or(Cell::Empty, Cell::text));
    let first = cells.len();
    cells.resize(first + sessions, Cell::Empty);
    let columns = cohort.map_or(&[][..], |cohort| cohort.columns.as_slice());
    for ((column, standing), changed) in columns.iter().zip(&row.standings).zip(&row.changed) {
        let letter = letter(*standing);
        let mark = if *changed { starred(letter) } else { letter };
        let numbered = column.number().filter(|number| (1..=sessions).contains(number));
        if let Some(number) = numbered.filter(|_| !mark.is_empty()) {
            cells[first + number - 1] = Cell::Mark(mark);
        }
    }
    cells.push(Cell::Integer(row.totals.held.into()));
    cells.push(Cell::Integer(row.totals.attended.into()));
    cells.push(hours(row.minutes));
    cells.push(Cell::whole_percent(row.totals.percent()));
    cells.push(Cell::text(row.state.label()));
    cells.push(Cell::text(row.origin.label()));
    cells
}
