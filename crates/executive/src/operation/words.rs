//! The operation as it is told.

use chrono::{DateTime, Utc};

use pictures::{Days, Layers, Series, Step, Width};
use platform::dates;
use platform::texts::{say, word};
use platform::xlsx::Cell;
use reports_model::sheets::tables::{columns, hours};
use reports_model::views::charts::attendance_map;
use reports_model::views::findings;
use territory_model::DIVIPOLA;

use super::super::query::{Breakdown, ExecutiveQuery};
use super::super::report::{
    ExecutiveReport, ReportKind, ReportLine, ReportTable, Sketch, count, share,
};
use super::figures::{EnrolmentSums, MonthRow, OperationFigures, PeriodTotal, TerritoryGroup};

pub fn report(
    question: &ExecutiveQuery,
    figures: &OperationFigures,
    cut_off: DateTime<Utc>,
) -> ExecutiveReport {
    let mut sketches: Vec<Sketch> = vec![trend(question, figures)];
    // A point for each of a thousand municipalities is a cloud; the table of units says more.
    if question.level != Breakdown::Units && !figures.map.is_empty() {
        sketches.push(map(question, figures));
    }
    ExecutiveReport {
        kind: ReportKind::Operation,
        subject: question.name.clone(),
        ambit: question.ambit.word(),
        period: question.period,
        before: question.before(),
        cut_off,
        lines: lines(figures),
        parts: vec![groups(question.level, figures), months(figures), stages(figures)],
        sketches,
        notes: notes(question, figures, cut_off),
    }
}

fn lines(figures: &OperationFigures) -> Vec<ReportLine> {
    let (now, before) = (&figures.now, &figures.before);
    let both = |of: fn(&PeriodTotal) -> Cell| (of(now), of(before));
    vec![
        ReportLine::new(
            "Cohortes",
            both(|all| count(all.cohorts)),
            word("reports.operation_cohorts"),
        )
        .leading(),
        ReportLine::new(
            "Cohortes canceladas",
            both(|all| count(all.cancelled)),
            word("reports.operation_cancelled"),
        ),
        ReportLine::new(
            "Sesiones dictadas",
            both(|all| count(all.held)),
            word("reports.operation_held"),
        )
        .leading(),
        ReportLine::new(
            "Sesiones previstas",
            both(|all| count(all.planned)),
            word("reports.operation_planned"),
        ),
        ReportLine::new(
            "Horas dictadas",
            both(|all| hours(all.minutes)),
            word("reports.operation_hours"),
        ),
        ReportLine::new("Cupos", both(|all| count(all.seats)), word("reports.operation_seats")),
        ReportLine::new(
            "Cupos ocupados",
            both(|all| count(all.taken)),
            word("reports.operation_taken"),
        ),
        ReportLine::new(
            "Ocupación",
            both(|all| share(all.taken, all.seats)),
            word("reports.operation_occupancy"),
        ),
        ReportLine::new(
            "Inscritos",
            both(|all| count(all.sum.enrolled)),
            word("reports.operation_enrolled"),
        )
        .leading(),
        ReportLine::new(
            "En cohortes iniciadas",
            both(|all| count(all.sum.begun)),
            word("reports.operation_begun"),
        ),
        ReportLine::new(
            "En cohortes por iniciar",
            both(|all| count(all.sum.enrolled - all.sum.begun)),
            word("reports.operation_to_begin"),
        ),
        ReportLine::new(
            "Asistentes",
            both(|all| count(all.sum.attended)),
            word("reports.operation_attended"),
        )
        .leading(),
        ReportLine::new(
            "Asistencia",
            both(|all| Cell::whole_percent(all.attendance.percent())),
            word("reports.operation_attendance"),
        )
        .leading(),
        ReportLine::new(
            "Certificados",
            both(|all| count(all.sum.certified)),
            word("reports.operation_certified"),
        )
        .leading(),
        ReportLine::new(
            "Constancias",
            both(|all| count(all.sum.attested)),
            word("reports.operation_attested"),
        ),
        ReportLine::new(
            "Terminaron un curso con certificado",
            both(|all| count(all.sum.finished)),
            word("reports.operation_finished"),
        ),
        ReportLine::new(
            "Finalización con certificado",
            both(|all| share(all.sum.completed, all.sum.finished)),
            word("reports.operation_completed"),
        ),
        ReportLine::new(
            "Terminaron un curso con constancia",
            both(|all| count(all.sum.finished_attesting)),
            word("reports.operation_finished_attesting"),
        ),
        ReportLine::new(
            "Finalización con constancia",
            both(|all| share(all.sum.completed_attesting, all.sum.finished_attesting)),
            word("reports.operation_completed_attesting"),
        ),
        ReportLine::new(
            "Municipios alcanzados",
            both(|all| count(all.reached)),
            word("reports.operation_reached"),
        )
        .leading(),
        ReportLine::new(
            "Municipios",
            (count(figures.municipalities), Cell::Empty),
            word("reports.operation_municipalities"),
        ),
        ReportLine::new(
            "Municipios nunca alcanzados",
            (count(figures.never), Cell::Empty),
            word("reports.operation_never"),
        ),
        ReportLine::new(
            "Municipios alcanzados en otro periodo",
            (count(figures.another()), Cell::Empty),
            word("reports.operation_another"),
        ),
    ]
}

fn groups(level: Breakdown, figures: &OperationFigures) -> ReportTable {
    let row = |group: &TerritoryGroup| {
        let code = match group.code.as_str() {
            "" => Cell::Empty,
            code => Cell::text(code),
        };
        let mut cells = vec![Cell::text(&group.name), code];
        cells.extend(reach(group));
        cells.extend(sums(&group.sum));
        cells
    };
    let mut total = vec![Cell::text("Total"), Cell::Empty];
    total.extend([count(figures.municipalities), count(figures.now.reached), count(figures.never)]);
    total.extend(sums(&figures.now.sum));
    ReportTable {
        id: "grupos",
        name: level.many().to_owned(),
        intro: word("reports.executive_groups").to_owned(),
        columns: columns(&[
            (level.one(), 30.0),
            (if level == Breakdown::Units { "Sigla" } else { "Código" }, 9.0),
            ("Municipios", 11.0),
            ("Alcanzados", 11.0),
            ("Nunca alcanzados", 12.0),
            ("Inscritos", 11.0),
            ("En cohortes iniciadas", 12.0),
            ("Asistentes", 11.0),
            ("Certificados", 12.0),
            ("Constancias", 12.0),
            ("Terminaron", 12.0),
            ("Finalización con certificado", 13.0),
            ("Finalización con constancia", 13.0),
        ]),
        rows: figures.groups.iter().map(row).collect(),
        total: Some(total),
        is_on_paper: true,
        empty: word("reports.operation_empty_groups"),
    }
}

fn reach(group: &TerritoryGroup) -> [Cell; 3] {
    [count(group.municipalities), count(group.reached), count(group.never)]
}

fn sums(sum: &EnrolmentSums) -> [Cell; 8] {
    [
        count(sum.enrolled),
        count(sum.begun),
        count(sum.attended),
        count(sum.certified),
        count(sum.attested),
        count(sum.finished + sum.finished_attesting),
        share(sum.completed, sum.finished),
        share(sum.completed_attesting, sum.finished_attesting),
    ]
}

fn months(figures: &OperationFigures) -> ReportTable {
    let row = |row: &MonthRow| {
        vec![
            Cell::text(dates::month(row.month)),
            count(row.held),
            count(row.planned),
            hours(row.minutes),
            count(row.confirmed),
            count(row.certified),
        ]
    };
    let sum = |of: fn(&MonthRow) -> i64| figures.months.iter().map(of).sum::<i64>();
    ReportTable {
        id: "meses",
        name: "Por mes".to_owned(),
        intro: word("reports.executive_months").to_owned(),
        columns: columns(&[
            ("Mes", 18.0),
            ("Sesiones dictadas", 12.0),
            ("Sesiones previstas", 12.0),
            ("Horas dictadas", 12.0),
            ("Cupos confirmados", 13.0),
            ("Certificados", 12.0),
        ]),
        rows: figures.months.iter().map(row).collect(),
        total: Some(vec![
            Cell::text("Total"),
            count(sum(|row| row.held)),
            count(sum(|row| row.planned)),
            hours(sum(|row| row.minutes)),
            count(sum(|row| row.confirmed)),
            count(sum(|row| row.certified)),
        ]),
        is_on_paper: false,
        empty: "",
    }
}

fn stages(figures: &OperationFigures) -> ReportTable {
    let rows = figures.stages.iter().map(|(stage, cohorts, seats, taken)| {
        let label = stage.label();
        vec![
            Cell::text(label),
            count(*cohorts),
            count(*seats),
            count(*taken),
            share(*taken, *seats),
        ]
    });
    ReportTable {
        id: "etapas",
        name: "Cohortes por etapa".to_owned(),
        intro: String::new(),
        columns: columns(&[
            ("Etapa", 20.0),
            ("Cohortes", 11.0),
            ("Cupos", 11.0),
            ("Cupos ocupados", 12.0),
            ("Ocupación", 12.0),
        ]),
        rows: rows.collect(),
        total: None,
        is_on_paper: false,
        empty: word("reports.operation_empty_stages"),
    }
}

fn small(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

fn trend(question: &ExecutiveQuery, figures: &OperationFigures) -> Sketch {
    let layers = Layers {
        counted: "Sesiones".into(),
        firm: "dictadas".into(),
        open: "sin dictar".into(),
        target: None,
        tells_falls: false,
    };
    let steps = figures.months.iter().map(|row| Step {
        on: row.month,
        counts: Some((small(row.held), small(row.planned - row.held))),
    });
    let series = Series { name: question.name.clone(), steps: steps.collect() };
    let title = say("reports.operation_trend", &[("name", question.name.clone())]);
    let title = findings::held(&title, figures.now.held, figures.before.held);
    let days = Days { from: question.period.from, to: question.period.to };
    Box::new(move |width: Width| series.draw(&title, &layers, days, width))
}

/// Draws how many people of each municipality attended.
pub(crate) fn map(question: &ExecutiveQuery, figures: &OperationFigures) -> Sketch {
    let map = attendance_map(&question.name, figures.now.sum.attended, figures.map.clone());
    Box::new(move |width: Width| map.draw(width))
}

fn notes(
    question: &ExecutiveQuery,
    figures: &OperationFigures,
    cut_off: DateTime<Utc>,
) -> Vec<(&'static str, String)> {
    let rules = figures.rules.clone().map(|rules| ("Regla de asistencia", rules));
    let mut notes = vec![
        ("Informe", say("reports.operation_note_report", &[("name", question.name.clone())])),
        ("Periodo", say("reports.executive_note_period", &[("period", question.period.text())])),
        (
            "Periodo anterior",
            say("reports.executive_note_before", &[("period", question.before().text())]),
        ),
        (
            "Fecha de corte",
            say("reports.executive_note_cut", &[("at", dates::short_with_time(cut_off))]),
        ),
        ("Fuente", word("reports.operation_note_source").to_owned()),
        ("Cohortes", word("reports.operation_note_cohorts").to_owned()),
        ("Inscritos", word("reports.executive_enrolled").to_owned()),
        ("Asistencia", word("reports.operation_note_attendance").to_owned()),
        ("Certificados", word("reports.operation_note_certified").to_owned()),
        ("Finalización", word("reports.executive_completion").to_owned()),
        ("Porcentajes", word("reports.operation_note_percent").to_owned()),
        ("Cambio", word("reports.executive_note_change").to_owned()),
        ("Grupos pequeños", word("reports.operation_note_groups").to_owned()),
        ("Territorio", DIVIPOLA.into()),
    ];
    notes.extend(rules);
    notes
}
