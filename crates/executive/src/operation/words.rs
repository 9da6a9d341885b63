//! The operation as it is told.

use chrono::{DateTime, Utc};

use cohorts_model::labels;
use pictures::{Days, Format, Layers, Map, Place, Series, Step, Width};
use platform::dates;
use platform::xlsx::{Cell, Column};
use territory_model::DIVIPOLA;

use super::super::asked::{Asked, Level};
use super::super::told::{Kind, Line, Part, Sketch, Told, count, share};
use super::figures::{Figures, Group, MonthRow, Sum, Total};

fn hours(minutes: i64) -> Cell {
    Cell::Decimal(minutes as f64 / 60.0)
}

fn columns(list: &[(&str, f64)]) -> Vec<Column> {
    list.iter().map(|(heading, width)| Column::new(*heading, *width)).collect()
}

pub fn told(asked: &Asked, figures: &Figures, cut_off: DateTime<Utc>) -> Told {
    let mut sketches: Vec<Sketch> = vec![trend(asked, figures)];
    // A point for each of a thousand municipalities is a cloud; the table of units says more.
    if asked.level != Level::Units && !figures.map.is_empty() {
        sketches.push(map(asked, figures));
    }
    Told {
        kind: Kind::Operation,
        subject: asked.name.clone(),
        ambit: asked.ambit.word(),
        period: asked.period,
        before: asked.before(),
        cut_off,
        lines: lines(figures),
        parts: vec![groups(asked.level, figures), months(figures), stages(figures)],
        sketches,
        notes: notes(asked, cut_off),
    }
}

fn lines(figures: &Figures) -> Vec<Line> {
    let (now, before) = (&figures.now, &figures.before);
    let both = |of: fn(&Total) -> Cell| (of(now), of(before));
    vec![
        Line::new(
            "Cohortes",
            both(|all| count(all.cohorts)),
            "Con fechas o certificados en el periodo; las canceladas, solo si dictaron una sesión",
        )
        .leading(),
        Line::new(
            "Cohortes canceladas",
            both(|all| count(all.cancelled)),
            "Con fechas en el periodo, dictaran sesiones o no",
        ),
        Line::new(
            "Sesiones dictadas",
            both(|all| count(all.held)),
            "Del periodo, sin las canceladas",
        )
        .leading(),
        Line::new(
            "Sesiones previstas",
            both(|all| count(all.planned)),
            "Del periodo, dictadas y por dictar",
        ),
        Line::new(
            "Horas dictadas",
            both(|all| hours(all.minutes)),
            "Duración de las sesiones dictadas",
        ),
        Line::new("Cupos", both(|all| count(all.seats)), "De las cohortes que cuentan, enteras"),
        Line::new(
            "Cupos ocupados",
            both(|all| count(all.taken)),
            "Confirmados en esas cohortes, de cualquier territorio",
        ),
        Line::new("Ocupación", both(|all| share(all.taken, all.seats)), "Cupos ocupados ÷ cupos"),
        Line::new(
            "Inscritos",
            both(|all| count(all.sum.enrolled)),
            "Cupos confirmados de personas de este ámbito",
        )
        .leading(),
        Line::new(
            "Asistentes",
            both(|all| count(all.sum.attended)),
            "Inscritos con una sesión asistida o más en el periodo",
        )
        .leading(),
        Line::new(
            "Certificados",
            both(|all| count(all.sum.certified)),
            "Inscritos con un certificado vigente expedido en el periodo",
        )
        .leading(),
        Line::new(
            "Inscritos de cohortes terminadas",
            both(|all| count(all.sum.finished)),
            "En cohortes cuyo último día está en el periodo y ya pasó",
        ),
        Line::new(
            "Finalización",
            both(|all| share(all.sum.completed, all.sum.finished)),
            "De los inscritos de cohortes terminadas, los que tienen certificado vigente",
        ),
        Line::new(
            "Municipios alcanzados",
            both(|all| count(all.reached)),
            "Con una persona o más que asistió en el periodo",
        )
        .leading(),
        Line::new(
            "Municipios",
            (count(figures.municipalities), Cell::Empty),
            "Del ámbito, según DIVIPOLA",
        ),
        Line::new(
            "Municipios nunca alcanzados",
            (count(figures.never), Cell::Empty),
            "Nadie ha asistido hasta la fecha de corte",
        ),
    ]
}

fn groups(level: Level, figures: &Figures) -> Part {
    let row = |group: &Group| {
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
    Part {
        id: "grupos",
        name: level.many().to_owned(),
        intro: "De más a menos inscritos.".to_owned(),
        columns: columns(&[
            (level.one(), 30.0),
            (if level == Level::Units { "Sigla" } else { "Código" }, 9.0),
            ("Municipios", 11.0),
            ("Alcanzados", 11.0),
            ("Nunca alcanzados", 12.0),
            ("Inscritos", 11.0),
            ("Asistentes", 11.0),
            ("Certificados", 12.0),
            ("Terminaron", 12.0),
            ("Finalización", 13.0),
        ]),
        rows: figures.groups.iter().map(row).collect(),
        total: Some(total),
        is_on_paper: true,
        empty: "El ámbito no tiene municipios.",
    }
}

fn reach(group: &Group) -> [Cell; 3] {
    [count(group.municipalities), count(group.reached), count(group.never)]
}

fn sums(sum: &Sum) -> [Cell; 5] {
    [
        count(sum.enrolled),
        count(sum.attended),
        count(sum.certified),
        count(sum.finished),
        share(sum.completed, sum.finished),
    ]
}

fn months(figures: &Figures) -> Part {
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
    Part {
        id: "meses",
        name: "Por mes".to_owned(),
        intro: String::new(),
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

fn stages(figures: &Figures) -> Part {
    let rows = figures.stages.iter().map(|(stage, cohorts, seats, taken)| {
        let label = labels::stage(*stage);
        vec![
            Cell::text(label),
            count(*cohorts),
            count(*seats),
            count(*taken),
            share(*taken, *seats),
        ]
    });
    Part {
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
        empty: "Ninguna cohorte tiene fechas en el periodo.",
    }
}

fn small(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

fn trend(asked: &Asked, figures: &Figures) -> Sketch {
    let layers = Layers {
        counted: "Sesiones".into(),
        firm: "dictadas".into(),
        open: "sin dictar".into(),
        target: None,
    };
    let steps = figures.months.iter().map(|row| Step {
        on: row.month,
        counts: Some((small(row.held), small(row.planned - row.held))),
    });
    let series = Series { name: asked.name.clone(), steps: steps.collect() };
    let title = format!("Sesiones por mes, {}", asked.name);
    let days = Days { from: asked.period.from, to: asked.period.to };
    Box::new(move |width: Width| series.draw(&title, &layers, days, width))
}

/// Who came from where.
pub(crate) fn map(asked: &Asked, figures: &Figures) -> Sketch {
    let places = figures.map.iter().map(|(name, (latitude, longitude), value)| Place {
        name: name.clone(),
        latitude: *latitude,
        longitude: *longitude,
        value: value.map(|value| value as f64),
    });
    let map = Map {
        title: format!("Asistentes por municipio, {}", asked.name),
        place: "Municipio".into(),
        value: "Asistentes".into(),
        zero: "ninguno en el periodo".into(),
        missing: "nunca alcanzado".into(),
        format: Format::COUNT,
        places: places.collect(),
    };
    Box::new(move |width: Width| map.draw(width))
}

fn notes(asked: &Asked, cut_off: DateTime<Utc>) -> Vec<(&'static str, String)> {
    vec![
        ("Informe", format!("Operación de la formación: {}", asked.name)),
        ("Periodo", format!("{}, ambos días incluidos", asked.period.text())),
        ("Periodo anterior", format!("{}, con los mismos días", asked.before().text())),
        ("Fecha de corte", format!("{} (hora de Colombia)", dates::short_with_time(cut_off))),
        ("Fuente", "Registros de Formación Territorial: cohortes, sesiones, inscripciones, listas de asistencia y certificados.".into()),
        ("Cohortes", "Las publicadas que son para un municipio del ámbito o tienen inscritos de él, con fechas o certificados en el periodo. Una cohorte cancelada cuenta solo si dictó una sesión. Una cohorte que atraviesa los dos periodos cuenta en ambos.".into()),
        ("Inscritos", "Cupos confirmados: una persona en dos cohortes cuenta dos veces. Cada cupo se atribuye al municipio que tiene hoy en su inscripción.".into()),
        ("Finalización", "Inscritos con certificado vigente ÷ inscritos, de las cohortes cuyo último día está en el periodo y ya pasó; sin decimales y sin redondear hacia arriba.".into()),
        ("Cambio", "Cifra del periodo menos la del anterior; en porcentajes, puntos porcentuales.".into()),
        ("Grupos pequeños", "Las cifras son conteos de operación y van todas: no hay celdas ocultas en este informe.".into()),
        ("Territorio", DIVIPOLA.into()),
    ]
}
