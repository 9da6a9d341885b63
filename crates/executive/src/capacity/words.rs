//! Results of capacity as they are told.

use chrono::{DateTime, Utc};

use measures::{Figure, Real};
use pictures::{Format, Pair, Width};
use platform::dates;
use platform::xlsx::Cell;
use reports_model::sheets::tables::columns;

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
        "Personas certificadas con cargo en el ámbito el último día del periodo"
    } else {
        "Personas certificadas con cargo en el ámbito en la fecha de corte"
    };
    vec![
        ReportLine::new(
            "Personas certificadas",
            both(|row| count(row.certified)),
            "Distintas, con certificado expedido en el periodo y sin revocar",
        )
        .leading(),
        ReportLine::new("Siguen en el cargo", today(count(all.in_post)), in_post).leading(),
        ReportLine::new(
            "Confirmadas en el cargo",
            today(count(all.confirmed)),
            "De ellas, aquellas de quienes alguien lo dijo en los últimos doce meses",
        ),
        ReportLine::new(
            "Certificadas alguna vez",
            today(count(all.ever)),
            "Con cargo en el ámbito mientras tenían un certificado, hasta ese día",
        ),
        ReportLine::new(
            "Permanencia a los 6 meses",
            today(share(all.after_6.stayed, all.after_6.of)),
            "De las certificadas hace 6 meses o más, las que seguían 6 meses después",
        )
        .leading(),
        ReportLine::new(
            "Certificadas hace 6 meses o más",
            today(count(all.after_6.of)),
            "Base de la permanencia a los 6 meses",
        ),
        ReportLine::new(
            "Permanencia a los 12 meses",
            today(share(all.after_12.stayed, all.after_12.of)),
            "De las certificadas hace 12 meses o más, las que seguían 12 meses después",
        )
        .leading(),
        ReportLine::new(
            "Certificadas hace 12 meses o más",
            today(count(all.after_12.of)),
            "Base de la permanencia a los 12 meses",
        ),
        ReportLine::new(
            "Ganancia",
            both(|row| two(&gained(row))),
            "Media de (final − inicial) ÷ (5,0 − inicial), de personas con las dos pruebas",
        )
        .leading(),
        ReportLine::new(
            "Personas con las dos pruebas",
            both(|row| n(&row.gain.before())),
            "n de las notas antes y después",
        ),
        ReportLine::new(
            "Nota antes",
            both(|row| two(&row.gain.before())),
            "Media de la prueba inicial, de 0 a 5,0",
        ),
        ReportLine::new(
            "Nota después",
            both(|row| two(&row.gain.after())),
            "Media de la prueba final, de 0 a 5,0",
        ),
        ReportLine::new(
            "Aplicación a los 3 meses",
            both(|row| two(&row.months_3.scale.mean())),
            "Media de 1 a 5, de las encuestas que terminaron en el periodo",
        ),
        ReportLine::new(
            "Aplicación a los 6 meses",
            both(|row| two(&row.months_6.scale.mean())),
            "Media de 1 a 5, de las encuestas que terminaron en el periodo",
        )
        .leading(),
        ReportLine::new(
            "Grupos sin sumar",
            both(|row| count(row.gain.left_out + row.months_3.left_out + row.months_6.left_out)),
            "Personas de un municipio en una cohorte, menos de cinco: no entran en ninguna cifra de ganancia ni de aplicación",
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
    let mut total = cells(&figures.all, "Todas, cada persona una vez");
    if let Some(code) = total.get_mut(1) {
        *code = Cell::Empty;
    }
    ReportTable {
        id: "capacidades",
        name: "Por capacidad".to_owned(),
        intro: "Una persona certificada en varias capacidades cuenta en cada una.".to_owned(),
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
        empty: "Ningún programa publicado trabaja una capacidad.",
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
        intro: "Aplicación: de 1 a 5, lo que dicen las mismas personas meses después.".to_owned(),
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
        empty: "Ningún programa publicado trabaja una capacidad.",
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
    let gain = pictures::Gain {
        title: "Nota antes y después, por capacidad".into(),
        pair: "Capacidad".into(),
        before: "Antes".into(),
        after: "Después".into(),
        format: Format { decimals: 2, unit: "" },
        range: Some((0.0, 5.0)),
        pairs: pairs.collect(),
    };
    Box::new(move |width: Width| gain.draw(width))
}

fn notes(question: &ExecutiveQuery, cut_off: DateTime<Utc>) -> Vec<(&'static str, String)> {
    let mut notes = vec![
        ("Informe", format!("Resultados de capacidad: {}", question.name)),
        ("Periodo", format!("{}, ambos días incluidos", question.period.text())),
        ("Periodo anterior", format!("{}, con los mismos días", question.before().text())),
        ("Fecha de corte", format!("{} (hora de Colombia)", dates::short_with_time(cut_off))),
        ("Fuente", "Registros de Formación Territorial: certificados, cargos, pruebas inicial y final, encuestas de seguimiento.".into()),
        ("Lectura", "Asociación, no causalidad: estas cifras acompañan a la formación y no prueban que la produzca ella.".into()),
        ("Personas certificadas", "Con un certificado expedido en el periodo y sin revocar, por el municipio para el que contaban ese día; cada persona una vez.".into()),
        ("En el cargo", format!("Personas con cargo en un municipio del ámbito y certificado que vale el {}, con lo que se sabe en la fecha de corte; cada persona una vez.", dates::short(question.until()))),
        ("Permanencia", "De quienes se certificaron teniendo cargo en el ámbito, hace 6 (o 12) meses o más: cuántos seguían certificados y en un cargo del ámbito 6 (o 12) meses después. Sin nadie certificado hace tanto no hay cifra, que no es cero.".into()),
        ("Ganancia", "De cada persona con las dos pruebas, (final − inicial) ÷ (5,0 − inicial): qué parte de lo que le faltaba aprendió. Cohortes cerradas que terminan en el periodo, como quedaron al cerrarse. La prueba es del programa y cuenta para cada capacidad que este trabaja.".into()),
        ("Aplicación", "Respuestas de las personas, a los 3 y a los 6 meses, de las encuestas que terminaron en el periodo.".into()),
        ("Cambio", "Cifra del periodo menos la del anterior; en porcentajes, puntos porcentuales. Lo que se mira un día no tiene periodo anterior.".into()),
        ("Grupos pequeños", "Las personas de un municipio en una cohorte, si son menos de cinco con las dos pruebas o con respuesta, no entran en ninguna cifra de ganancia o de aplicación, ni en los totales: así, ninguna resta entre cifras, de este u otro periodo o ámbito, habla de menos de cinco. «—» es sin dato, no cero.".into()),
    ];
    if question.course.is_some() {
        notes.push(("Programa", "El cargo y la permanencia son de las capacidades que trabaja el programa, se certificaran con él o con otro.".into()));
    }
    notes
}
