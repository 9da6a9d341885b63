//! Perceived quality as it is told.

use chrono::{DateTime, Utc};

use pictures::{Format, Gaps, Member, Width};
use platform::dates;
use platform::texts::{say, word};
use platform::xlsx::{Cell, Column};
use reports_model::atoms::ScaleSums;
use reports_model::views::findings;

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
            word("reports.quality_relevance"),
        )
        .leading(),
        ReportLine::new(
            "Oportunidad",
            both(|all| mean(all.sums.scales[1])),
            word("reports.quality_timeliness"),
        )
        .leading(),
        ReportLine::new(
            "Calidad",
            both(|all| mean(all.sums.scales[2])),
            word("reports.quality_scale"),
        )
        .leading(),
        ReportLine::new(
            "Respuestas",
            both(|all| count(all.sums.sheets)),
            word("reports.quality_answers"),
        )
        .leading(),
        ReportLine::new(
            "Tasa de respuesta",
            both(|all| share(all.sums.sheets, all.sums.asked)),
            word("reports.quality_rate"),
        )
        .leading(),
        ReportLine::new(
            "Satisfechos con la pertinencia",
            both(|all| satisfied(all.sums.scales[0])),
            word("reports.quality_satisfied"),
        ),
        ReportLine::new(
            "Satisfechos con la oportunidad",
            both(|all| satisfied(all.sums.scales[1])),
            word("reports.quality_satisfied"),
        ),
        ReportLine::new(
            "Satisfechos con la calidad",
            both(|all| satisfied(all.sums.scales[2])),
            word("reports.quality_satisfied"),
        ),
        ReportLine::new(
            "Personas invitadas",
            both(|all| count(all.sums.asked)),
            word("reports.quality_asked"),
        ),
        ReportLine::new(
            "Cohortes con cifras",
            both(|all| count(all.shown)),
            word("reports.quality_whole"),
        )
        .leading(),
        ReportLine::new(
            "Cohortes sin cifras",
            both(|all| count(all.hidden)),
            word("reports.quality_few"),
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
        intro: word("reports.quality_order").to_owned(),
        columns: columns.map(|(heading, width)| Column::new(heading, width)).into(),
        rows: groups.iter().map(|group| row(&group.name, group)).collect(),
        total: (!groups.is_empty()).then(|| row("Total", all)),
        is_on_paper,
        empty: word("reports.quality_empty"),
    }
}

fn drawn(level: Breakdown, figures: &QualityFigures) -> Sketch {
    let members = figures.groups.iter().map(|group| Member {
        name: group.name.clone(),
        value: real(&group.sums.scales[2].mean()),
        own: false,
    });
    let all = real(&figures.now.sums.scales[2].mean());
    let told = figures
        .groups
        .iter()
        .filter_map(|group| Some((group.name.as_str(), real(&group.sums.scales[2].mean())?)));
    let title = say("reports.quality_drawn", &[("parts", level.many().to_lowercase())]);
    let gaps = Gaps {
        title: findings::opinions(&title, all, &told.collect::<Vec<_>>()),
        member: level.one().into(),
        value: "Calidad (1 a 5)".into(),
        format: Format { decimals: 2, unit: "" },
        ends: Some((1.0, 5.0)),
        members: members.collect(),
        median: all.map(|value| pictures::Line { name: "media del ámbito".into(), value }),
        target: None,
    };
    Box::new(move |width: Width| gaps.draw(width))
}

fn notes(question: &ExecutiveQuery, cut_off: DateTime<Utc>) -> Vec<(&'static str, String)> {
    let whose = match question.owners {
        Owners::Everybody => word("reports.quality_everybody"),
        Owners::Units(_) => word("reports.quality_of_units"),
        Owners::Territory => word("reports.quality_of_territory"),
    };
    vec![
        ("Informe", say("reports.quality_note_report", &[("name", question.name.clone())])),
        ("Periodo", say("reports.quality_note_period", &[("period", question.period.text())])),
        (
            "Periodo anterior",
            say("reports.executive_note_before", &[("period", question.before().text())]),
        ),
        (
            "Fecha de corte",
            say("reports.executive_note_cut", &[("at", dates::short_with_time(cut_off))]),
        ),
        ("Fuente", word("reports.quality_note_source").to_owned()),
        ("Cohortes", say("reports.quality_note_cohorts", &[("whose", whose.to_owned())])),
        ("Medias", word("reports.quality_note_means").to_owned()),
        ("Cambio", word("reports.executive_note_change").to_owned()),
        ("Grupos pequeños", word("reports.quality_note_groups").to_owned()),
    ]
}
