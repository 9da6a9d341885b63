//! The sheets of what was learnt, applied and kept, and of what people thought.

use indicators_model::figures::UNIT;
use platform::xlsx::Cell;

use super::super::figures::ReportFigures;
use super::super::results::figures::{CapacityResult, Disclosure, LearningGain, Mean};
use super::super::results::quality::Quality;
use super::tables::{columns, count};
use super::{SheetKind, SheetTable};

/// What stands where all that a figure would tell is of too few.
pub const HIDDEN: &str = "Grupo pequeño: no se muestra";

fn of_hundredths(value: i64) -> Cell {
    Cell::Decimal(value as f64 / 100.0)
}

pub(super) fn capacities(figures: &ReportFigures) -> SheetTable<'_> {
    let rows = figures.results.iter().flat_map(|results| &results.capacities).map(capacity);
    SheetTable {
        kind: SheetKind::Capacities,
        columns: columns(&[
            ("Código", 10.0),
            ("Capacidad", 34.0),
            ("Código DIVIPOLA", 10.0),
            ("Municipio", 26.0),
            ("Indicador", 30.0),
            ("Línea base", 11.0),
            ("Unidad", 12.0),
            ("Vigencia", 9.0),
            ("Grupo", 20.0),
            ("Certificados", 12.0),
            ("Con dos pruebas", 10.0),
            ("Nota antes", 9.0),
            ("Nota después", 9.0),
            ("Ganancia", 10.0),
            ("Respuestas a 3 meses", 11.0),
            ("Aplicación a 3 meses", 11.0),
            ("Respuestas a 6 meses", 11.0),
            ("Aplicación a 6 meses", 11.0),
            ("En el cargo", 9.0),
            ("Permanencia a 6 meses", 12.0),
            ("De", 7.0),
            ("Permanencia a 12 meses", 12.0),
            ("De ellos", 7.0),
            ("Aviso", 40.0),
        ]),
        rows: Box::new(rows),
        total: None,
        frozen: 4,
    }
}

fn capacity(row: &CapacityResult) -> Vec<Cell> {
    let (code, name) = match &row.municipality {
        Some((code, name)) => (Cell::text(code.as_str()), Cell::text(name.as_str())),
        None => (Cell::Empty, Cell::text("Todo el departamento")),
    };
    let base = row.baseline.as_ref();
    let text = |text: Option<&str>| text.map_or(Cell::Empty, Cell::text);
    let learnt = |of: fn(&LearningGain) -> i64| {
        row.learnt.shown().map_or(Cell::Empty, |it| of_hundredths(of(it)))
    };
    let n = |told: &Disclosure<Mean>| told.shown().map_or(Cell::Empty, |mean| count(mean.n));
    let mean = |told: &Disclosure<Mean>| {
        told.shown().map_or(Cell::Empty, |mean| of_hundredths(mean.hundredths))
    };
    vec![
        Cell::text(row.code.as_str()),
        Cell::text(row.name.as_str()),
        code,
        name,
        text(base.map(|base| base.indicator.as_str())),
        base.map_or(Cell::Empty, |base| Cell::Decimal(base.value as f64 / UNIT as f64)),
        text(base.map(|base| base.unit.as_str())),
        // A year is a name and not a quantity: without a thousands mark.
        base.map_or(Cell::Empty, |base| Cell::text(base.year.to_string())),
        text(base.and_then(|base| base.group.as_deref())),
        count(row.certified),
        row.learnt.shown().map_or(Cell::Empty, |learnt| count(learnt.n)),
        learnt(|it| it.before),
        learnt(|it| it.after),
        learnt(|it| it.gain),
        n(&row.applied[0]),
        mean(&row.applied[0]),
        n(&row.applied[1]),
        mean(&row.applied[1]),
        Cell::Integer(row.in_post),
        Cell::whole_percent(row.kept[0].percent()),
        Cell::Integer(row.kept[0].of),
        Cell::whole_percent(row.kept[1].percent()),
        Cell::Integer(row.kept[1].of),
        Cell::text(notice(row)),
    ]
}

fn notice(row: &CapacityResult) -> String {
    let hides = row.learnt == Disclosure::Hidden || row.applied.contains(&Disclosure::Hidden);
    let invented = row.baseline.as_ref().is_some_and(|base| base.is_demo);
    let left_out = match row.left_out {
        0 => String::new(),
        1 => "1 grupo de menos de 5 no se suma".to_owned(),
        many => format!("{many} grupos de menos de 5 no se suman"),
    };
    let said = [
        (hides, HIDDEN),
        (!hides && row.left_out > 0, left_out.as_str()),
        (invented, "Línea base de demostración"),
    ];
    let said: Vec<&str> = said.iter().filter(|(is, _)| *is).map(|(_, text)| *text).collect();
    said.join(". ")
}

pub(super) fn quality(figures: &ReportFigures) -> SheetTable<'_> {
    let results = figures.results.as_ref();
    let rows = results.into_iter().flat_map(|results| &results.quality).map(|row| {
        let mut cells = vec![Cell::text(row.cohort.as_str()), Cell::text(row.course.as_str())];
        cells.extend(opinions(&row.quality));
        cells
    });
    let total = results.filter(|results| !results.quality.is_empty()).map(|results| {
        let mut cells = vec![Cell::text("Total"), Cell::Empty];
        cells.extend(opinions(&results.overall));
        cells
    });
    SheetTable {
        kind: SheetKind::Quality,
        columns: columns(&[
            ("Cohorte", 26.0),
            ("Curso", 34.0),
            ("Preguntados", 11.0),
            ("Respuestas", 11.0),
            ("Pertinencia", 11.0),
            ("Oportunidad", 11.0),
            ("Calidad", 11.0),
            ("Aviso", 40.0),
        ]),
        rows: Box::new(rows),
        total,
        frozen: 1,
    }
}

fn opinions(quality: &Quality) -> Vec<Cell> {
    let mut cells = vec![
        count(quality.asked),
        quality.answered.shown().map_or(Cell::Empty, |answered| count(*answered)),
    ];
    let mean = |told: &Disclosure<Mean>| {
        told.shown().map_or(Cell::Empty, |mean| of_hundredths(mean.hundredths))
    };
    cells.extend(quality.means.iter().map(mean));
    let hides =
        quality.answered == Disclosure::Hidden || quality.means.contains(&Disclosure::Hidden);
    cells.push(Cell::text(if hides { HIDDEN } else { "" }));
    cells
}
