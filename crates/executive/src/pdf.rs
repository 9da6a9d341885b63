//! The report on paper, for whoever has five minutes: what leads, what is drawn, one table, the notes.

use documents::paper::{Note, PaperHead};
use documents::report::{Column, Drawing, Report, ReportFigure, Section, Table};
use pictures::Width;
use platform::xlsx::Cell;
use platform::{dates, numbers};
use reports_model::pdf::ISSUER;
use reports_model::sheets::{is_number, text};

use super::report::{ExecutiveReport, ReportTable};

/// More lines than these are no five minutes' reading.
const MOST: usize = 30;

pub fn report(report: &ExecutiveReport, demo: bool) -> Report {
    let leading = report.lines.iter().filter(|line| line.leads).map(|line| ReportFigure {
        number: text(&line.now),
        label: line.what.to_owned(),
        note: line.note(),
    });
    // Alone it has the width of the page; beside another it is as on a telephone.
    let width = if report.sketches.len() == 1 { Width::Page } else { Width::Phone };
    let drawn = report.sketches.iter().map(|sketch| {
        let picture = sketch(width);
        Drawing { title: picture.title, alt: picture.description, svg: picture.svg.to_string() }
    });
    let drawn: Vec<Drawing> = drawn.collect();
    let glance = Section {
        title: match drawn.as_slice() {
            [one] => one.title.clone(),
            _ => "De un vistazo".to_owned(),
        },
        intro: format!(
            "Las cifras de arriba van frente al periodo anterior, {}.",
            report.before.text()
        ),
        pictures: drawn,
        table: None,
    };
    let tables = report.parts.iter().filter(|part| part.is_on_paper).map(section);
    let notes = report.notes.iter();
    let (from, to) = (report.period.from, report.period.to);
    Report {
        head: PaperHead {
            issuer: ISSUER.to_owned(),
            period: format!("Periodo {}", report.period.text()),
            cut_off: format!("Corte {}", dates::short_with_time(report.cut_off)),
            notes: notes
                .map(|(name, text)| Note { name: (*name).to_owned(), text: text.clone() })
                .collect(),
            demo,
            ident: format!(
                "{}/{}/{from}/{to}/{}",
                report.kind.slug(),
                report.ambit,
                report.cut_off.to_rfc3339()
            ),
            cut_off_at: report.cut_off,
        },
        title: format!("Informe ejecutivo de {}", report.kind.label().to_lowercase()),
        subject: report.subject.clone(),
        figures: leading.collect(),
        sections: std::iter::once(glance).chain(tables).collect(),
    }
}

fn section(part: &ReportTable) -> Section {
    let mut intro = part.intro.clone();
    if part.rows.len() > MOST {
        let all = i64::try_from(part.rows.len()).unwrap_or(i64::MAX);
        let more = format!(
            "Van las primeras {MOST} filas de {}; todas están en el XLSX.",
            numbers::grouped(all)
        );
        intro = if intro.is_empty() { more } else { format!("{intro} {more}") };
    }
    if part.rows.is_empty() {
        intro = part.empty.to_owned();
    }
    Section { title: part.name.clone(), intro, pictures: Vec::new(), table: table(part) }
}

fn table(part: &ReportTable) -> Option<Table> {
    let shown = || part.rows.iter().take(MOST);
    let columns = part.columns.iter().enumerate().map(|(place, column)| Column {
        heading: column.heading.clone(),
        // Nothing stands as numbers do: beside them it would be read as the column before.
        number: shown().any(|row| row.get(place).is_some_and(is_number))
            || shown().all(|row| row.get(place).is_none_or(|cell| *cell == Cell::Empty)),
        width: column.width,
    });
    let blank = |cell: &Cell| if *cell == Cell::Empty { String::new() } else { text(cell) };
    (!part.rows.is_empty()).then(|| Table {
        columns: columns.collect(),
        rows: shown().map(|row| row.iter().map(text).collect()).collect(),
        total: part.total.iter().flatten().map(blank).collect(),
        head: 0,
    })
}
