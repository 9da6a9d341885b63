//! Perceived quality as it is told.

use chrono::{DateTime, Utc};

use pictures::{Format, Gaps, Member, Width};
use platform::dates;
use platform::xlsx::{Cell, Column};
use reports_model::atoms::ScaleSums;

use super::super::query::{Breakdown, ExecutiveQuery, Owners};
use super::super::report::{
    ExecutiveReport, ReportKind, ReportLine, ReportTable, Sketch, count, real, share, two, whole,
};
use super::figures::{OpinionGroup, QualityFigures};

fn mean(scale: ScaleSums) -> Cell {
    two(&scale.mean())
}

fn satisfied(scale: ScaleSums) -> Cell {
    whole(&scale.satisfied())
}

pub fn report(
    question: &ExecutiveQuery,
    figures: &QualityFigures,
    cut_off: DateTime<Utc>,
) -> ExecutiveReport {
    let level = question.level;
    ExecutiveReport {
        kind: ReportKind::Quality,
        subject: question.name.clone(),
        ambit: question.ambit.word(),
        period: question.period,
        before: question.before(),
        cut_off,
        lines: lines(figures),
        parts: vec![
            part("programas", "Programas", "Programa", &figures.courses, &figures.now, true),
            part("grupos", level.many(), level.one(), &figures.groups, &figures.now, false),
        ],
        sketches: vec![drawn(level, figures)],
        notes: notes(question, cut_off),
    }
}

fn lines(figures: &QualityFigures) -> Vec<ReportLine> {
    let (now, before) = (&figures.now, &figures.before);
    let both = |of: fn(&OpinionGroup) -> Cell| (of(now), of(before));
    vec![
        ReportLine::new(
            "Pertinencia",
            both(|all| mean(all.sums.scales[0])),
            "Media de 1 a 5: si era lo que el trabajo necesita",
        )
        .leading(),
        ReportLine::new(
            "Oportunidad",
            both(|all| mean(all.sums.scales[1])),
            "Media de 1 a 5: si llegó cuando se necesitaba",
        )
        .leading(),
        ReportLine::new("Calidad", both(|all| mean(all.sums.scales[2])), "Media de 1 a 5")
            .leading(),
        ReportLine::new(
            "Respuestas",
            both(|all| count(all.sums.sheets)),
            "Encuestas respondidas de las cohortes con cifras",
        )
        .leading(),
        ReportLine::new(
            "Tasa de respuesta",
            both(|all| share(all.sums.sheets, all.sums.asked)),
            "Respuestas ÷ personas invitadas, de esas cohortes",
        )
        .leading(),
        ReportLine::new(
            "Satisfechos con la pertinencia",
            both(|all| satisfied(all.sums.scales[0])),
            "Calificaron 4 o 5",
        ),
        ReportLine::new(
            "Satisfechos con la oportunidad",
            both(|all| satisfied(all.sums.scales[1])),
            "Calificaron 4 o 5",
        ),
        ReportLine::new(
            "Satisfechos con la calidad",
            both(|all| satisfied(all.sums.scales[2])),
            "Calificaron 4 o 5",
        ),
        ReportLine::new(
            "Personas invitadas",
            both(|all| count(all.sums.asked)),
            "De las cohortes con cifras",
        ),
        ReportLine::new(
            "Cohortes con cifras",
            both(|all| count(all.shown)),
            "Con cinco respuestas o más",
        )
        .leading(),
        ReportLine::new(
            "Cohortes sin cifras",
            both(|all| count(all.hidden)),
            "Con menos de cinco respuestas: no entran en ninguna cifra",
        ),
    ]
}

fn cells(group: &OpinionGroup) -> [Cell; 8] {
    [
        count(group.shown),
        count(group.hidden),
        if group.shown == 0 { Cell::Empty } else { count(group.sums.sheets) },
        share(group.sums.sheets, group.sums.asked),
        mean(group.sums.scales[0]),
        mean(group.sums.scales[1]),
        mean(group.sums.scales[2]),
        satisfied(group.sums.scales[2]),
    ]
}

fn part(
    id: &'static str,
    name: &str,
    one: &str,
    groups: &[OpinionGroup],
    all: &OpinionGroup,
    is_on_paper: bool,
) -> ReportTable {
    let row = |name: &str, group: &OpinionGroup| {
        let mut row = vec![Cell::text(name)];
        row.extend(cells(group));
        row
    };
    let columns = [
        (one, 34.0),
        ("Cohortes con cifras", 11.0),
        ("Cohortes sin cifras", 11.0),
        ("Respuestas (n)", 12.0),
        ("Tasa de respuesta", 12.0),
        ("Pertinencia", 12.0),
        ("Oportunidad", 12.0),
        ("Calidad", 10.0),
        ("Satisfechos con la calidad", 14.0),
    ];
    ReportTable {
        id,
        name: name.to_owned(),
        intro: "De más a menos respuestas.".to_owned(),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).into(),
        rows: groups.iter().map(|group| row(&group.name, group)).collect(),
        total: (!groups.is_empty()).then(|| row("Total", all)),
        is_on_paper,
        empty: "Ninguna encuesta terminó en el periodo.",
    }
}

fn drawn(level: Breakdown, figures: &QualityFigures) -> Sketch {
    let members = figures.groups.iter().map(|group| Member {
        name: group.name.clone(),
        value: real(&group.sums.scales[2].mean()),
        own: false,
    });
    let gaps = Gaps {
        title: format!("Calidad percibida, {}", level.many().to_lowercase()),
        member: level.one().into(),
        value: "Calidad (1 a 5)".into(),
        format: Format { decimals: 2, unit: "" },
        members: members.collect(),
        median: real(&figures.now.sums.scales[2].mean())
            .map(|value| pictures::Line { name: "media del ámbito".into(), value }),
        target: None,
    };
    Box::new(move |width: Width| gaps.draw(width))
}

fn notes(question: &ExecutiveQuery, cut_off: DateTime<Utc>) -> Vec<(&'static str, String)> {
    let whose = match question.owners {
        Owners::Everybody => "Todas las del país.",
        Owners::Units(_) => "Las que programa la dirección territorial.",
        Owners::Territory => "Las que son para un municipio del ámbito, de quien las programe.",
    };
    vec![
        ("Informe", format!("Calidad percibida de la formación: {}", question.name)),
        ("Periodo", format!("Encuestas que terminaron del {}, ambos días incluidos", question.period.text())),
        ("Periodo anterior", format!("{}, con los mismos días", question.before().text())),
        ("Fecha de corte", format!("{} (hora de Colombia)", dates::short_with_time(cut_off))),
        ("Fuente", "Encuestas de satisfacción de Formación Territorial, anónimas, de cohortes terminadas.".into()),
        ("Cohortes", format!("{whose} Una respuesta anónima no tiene municipio: una cohorte para varios lugares va en una fila aparte y cuenta una vez.")),
        ("Medias", "Suma de las calificaciones de 1 a 5 ÷ respuestas; cada respuesta pesa lo mismo. Satisfechos: quienes calificaron 4 o 5.".into()),
        ("Cambio", "Cifra del periodo menos la del anterior; en porcentajes, puntos porcentuales.".into()),
        ("Grupos pequeños", "Una cohorte con menos de cinco respuestas no entra en ninguna cifra, ni en los totales: así, ninguna resta entre cifras habla de menos de cinco personas. La tasa de respuesta es la de las cohortes con cifras.".into()),
    ]
}
