//! Results of capacity as they are told.

use chrono::{DateTime, Utc};

use measures::{Figure, Real};
use pictures::{Pair, Width};
use platform::dates;
use platform::texts::{say, word};
use platform::xlsx::Cell;
use reports_model::sheets::tables::columns;
use reports_model::views::charts::both_tests;

use super::super::query::ExecutiveQuery;
use super::super::report::{
    ExecutiveReport, ReportKind, ReportLine, ReportTable, Sketch, count, real, share, two, whole,
};
use super::figures::{CapacityFigures, CapacityTotals};

fn n<T>(figure: &Figure<T>) -> Cell {
    figure.shown().map_or(Cell::Empty, |(_, n)| count(i64::try_from(n).unwrap_or(i64::MAX)))
}

/// Returns the mean gain as a figure of its own.
fn gained(row: &CapacityTotals) -> Figure<Real> {
    row.gain.gain().map(|mean| mean.mean)
}

pub fn report(
    question: &ExecutiveQuery,
    figures: &CapacityFigures,
    cut_off: DateTime<Utc>,
) -> ExecutiveReport {
    ExecutiveReport {
        kind: ReportKind::Capacity,
        subject: question.name.clone(),
        ambit: question.ambit.word(),
        period: question.period,
        before: question.before(),
        cut_off,
        lines: lines(question, figures),
        parts: vec![held(figures), learnt(figures)],
        sketches: vec![drawn(figures)],
        notes: notes(question, cut_off),
    }
}

fn lines(question: &ExecutiveQuery, figures: &CapacityFigures) -> Vec<ReportLine> {
    let (all, before) = (&figures.all, &figures.before);
    let both = |of: fn(&CapacityTotals) -> Cell| (of(all), of(before));
    let today = |cell: Cell| (cell, Cell::Empty);
    let in_post = if question.until() < question.today {
        word("reports.results_in_post_then")
    } else {
        word("reports.results_in_post")
    };
    vec![
        ReportLine::new(
            "Personas certificadas",
            both(|row| count(row.certified)),
            word("reports.results_certified"),
        )
        .leading(),
        ReportLine::new("Siguen en el cargo", today(count(all.in_post)), in_post).leading(),
        ReportLine::new(
            "Confirmadas en el cargo",
            today(count(all.confirmed)),
            word("reports.results_confirmed"),
        ),
        ReportLine::new(
            "Certificadas alguna vez",
            today(count(all.ever)),
            word("reports.results_ever"),
        ),
        ReportLine::new(
            "Permanencia a los 6 meses",
            today(share(all.after_6.stayed, all.after_6.of)),
            word("reports.results_stayed_half"),
        )
        .leading(),
        ReportLine::new(
            "Certificadas hace 6 meses o más",
            today(count(all.after_6.of)),
            word("reports.results_base_half"),
        ),
        ReportLine::new(
            "Permanencia a los 12 meses",
            today(share(all.after_12.stayed, all.after_12.of)),
            word("reports.results_stayed_year"),
        )
        .leading(),
        ReportLine::new(
            "Certificadas hace 12 meses o más",
            today(count(all.after_12.of)),
            word("reports.results_base_year"),
        ),
        ReportLine::new("Ganancia", both(|row| two(&gained(row))), word("reports.results_gain"))
            .leading(),
        ReportLine::new(
            "Personas con las dos pruebas",
            both(|row| n(&row.gain.before())),
            word("reports.results_tested"),
        ),
        ReportLine::new(
            "Nota antes",
            both(|row| two(&row.gain.before())),
            word("reports.results_before"),
        ),
        ReportLine::new(
            "Nota después",
            both(|row| two(&row.gain.after())),
            word("reports.results_after"),
        ),
        ReportLine::new(
            "Aplicación a los 3 meses",
            both(|row| two(&row.months_3.scale.mean())),
            word("reports.results_applied"),
        ),
        ReportLine::new(
            "Aplicación a los 6 meses",
            both(|row| two(&row.months_6.scale.mean())),
            word("reports.results_applied"),
        )
        .leading(),
        ReportLine::new(
            "Grupos sin sumar",
            both(|row| count(row.gain.left_out + row.months_3.left_out + row.months_6.left_out)),
            word("reports.results_left_out"),
        ),
    ]
}

/// Builds the table of certified people in post. A retention share is empty where nobody could have stayed.
fn held(figures: &CapacityFigures) -> ReportTable {
    let cells = |row: &CapacityTotals, name: &str| {
        vec![
            Cell::text(name),
            Cell::text(&row.code),
            count(row.certified),
            count(row.ever),
            count(row.in_post),
            count(row.confirmed),
            share(row.after_6.stayed, row.after_6.of),
            count(row.after_6.of),
            share(row.after_12.stayed, row.after_12.of),
            count(row.after_12.of),
            two(&gained(row)),
            n(&row.gain.gain()),
        ]
    };
    let mut total = cells(&figures.all, word("reports.results_all"));
    if let Some(code) = total.get_mut(1) {
        *code = Cell::Empty;
    }
    ReportTable {
        id: "capacidades",
        name: "Por capacidad".to_owned(),
        intro: word("reports.results_each").to_owned(),
        columns: columns(&[
            ("Capacidad", 40.0),
            ("Código", 11.0),
            ("Certificadas en el periodo", 12.0),
            ("Certificadas alguna vez", 12.0),
            ("Siguen en el cargo", 11.0),
            ("Confirmadas", 12.0),
            ("Permanencia 6 meses", 12.0),
            ("n 6 meses", 8.0),
            ("Permanencia 12 meses", 12.0),
            ("n 12 meses", 8.0),
            ("Ganancia", 10.0),
            ("n ganancia", 9.0),
        ]),
        rows: figures.rows.iter().map(|row| cells(row, &row.name)).collect(),
        total: (!figures.rows.is_empty()).then_some(total),
        is_on_paper: true,
        empty: word("reports.results_empty"),
    }
}

fn learnt(figures: &CapacityFigures) -> ReportTable {
    let row = |row: &CapacityTotals| {
        vec![
            Cell::text(&row.name),
            n(&row.gain.before()),
            two(&row.gain.before()),
            two(&row.gain.after()),
            two(&row.months_3.scale.mean()),
            whole(&row.months_3.scale.satisfied()),
            n(&row.months_3.scale.mean()),
            two(&row.months_6.scale.mean()),
            whole(&row.months_6.scale.satisfied()),
            n(&row.months_6.scale.mean()),
        ]
    };
    ReportTable {
        id: "aprendizaje",
        name: "Aprendizaje y aplicación".to_owned(),
        intro: word("reports.results_applied_intro").to_owned(),
        columns: columns(&[
            ("Capacidad", 40.0),
            ("Con las dos pruebas (n)", 12.0),
            ("Nota antes", 10.0),
            ("Nota después", 10.0),
            ("Aplicación 3 meses", 12.0),
            ("Califican 4 o 5 a los 3 meses", 12.0),
            ("n 3 meses", 9.0),
            ("Aplicación 6 meses", 12.0),
            ("Califican 4 o 5 a los 6 meses", 12.0),
            ("n 6 meses", 9.0),
        ]),
        rows: figures.rows.iter().map(row).collect(),
        total: None,
        is_on_paper: false,
        empty: word("reports.results_empty"),
    }
}

/// Capacities of the picture, those with the most people first; the table has all of them.
const DRAWN: usize = 8;

/// The two tests of each capacity that may be told.
pub(crate) fn drawn(figures: &CapacityFigures) -> Sketch {
    let people = |row: &&CapacityTotals| row.gain.before().shown().map_or(0, |(_, n)| n);
    let mut rows: Vec<&CapacityTotals> =
        figures.rows.iter().filter(|row| people(row) > 0).collect();
    // Stable: those of as many people stay in their order.
    rows.sort_by_key(|row| std::cmp::Reverse(people(row)));
    let pairs = rows.into_iter().take(DRAWN).filter_map(|row| {
        let (before, after) = (real(&row.gain.before())?, real(&row.gain.after())?);
        Some(Pair { name: row.name.clone(), before: Some(before), after: Some(after) })
    });
    let gain = both_tests(word("reports.results_drawn"), pairs.collect());
    Box::new(move |width: Width| gain.draw(width))
}

fn notes(question: &ExecutiveQuery, cut_off: DateTime<Utc>) -> Vec<(&'static str, String)> {
    let mut notes = vec![
        ("Informe", say("reports.results_note_report", &[("name", question.name.clone())])),
        ("Periodo", say("reports.executive_note_period", &[("period", question.period.text())])),
        (
            "Periodo anterior",
            say("reports.executive_note_before", &[("period", question.before().text())]),
        ),
        (
            "Fecha de corte",
            say("reports.executive_note_cut", &[("at", dates::short_with_time(cut_off))]),
        ),
        ("Fuente", word("reports.results_note_source").to_owned()),
        ("Lectura", word("reports.results_note_reading").to_owned()),
        ("Personas certificadas", word("reports.results_note_certified").to_owned()),
        (
            "En el cargo",
            say("reports.results_note_in_post", &[("day", dates::short(question.until()))]),
        ),
        ("Permanencia", word("reports.results_note_stayed").to_owned()),
        ("Ganancia", word("reports.results_note_gain").to_owned()),
        ("Aplicación", word("reports.results_note_applied").to_owned()),
        ("Cambio", word("reports.results_note_change").to_owned()),
        ("Grupos pequeños", word("reports.results_note_groups").to_owned()),
    ];
    if question.course.is_some() {
        notes.push(("Programa", word("reports.results_note_course").to_owned()));
    }
    notes
}
