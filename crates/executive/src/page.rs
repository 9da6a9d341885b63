//! The page of an executive report.

use platform::pages::{Crumb, Fact, Figure, Sample, View, samples_of};
use platform::prelude::*;
use platform::xlsx::Cell;
use reports_model::sheets::{is_number, text};
use reports_model::views::charts::PagePicture;
use reports_model::views::{PageCell, PageLink};

use super::lists::{ReportLists, report_address};
use super::query::AmbitChoices;
use super::report::{ExecutiveReport, ReportKind, ReportTable};

pub fn samples() -> Vec<Sample> {
    samples_of::<ExecutivePage>()
}

/// A report; without figures when the period could not be read.
#[derive(Debug, Serialize, Example)]
pub struct ExecutivePage {
    pub title: &'static str,
    pub path: String,
    pub slug: &'static str,
    /// The word of the ambit that is shown.
    pub ambit: String,
    pub form: FormState,
    pub ambits: Vec<Alternative>,
    /// The others of the three, of the same ambit and days.
    pub others: Vec<PageLink>,
    pub report: Option<ReportBody>,
}

#[derive(Debug, Serialize, Example)]
pub struct ReportBody {
    pub subject: String,
    pub period: String,
    pub before: String,
    pub cut_off: String,
    pub figures: Vec<Figure>,
    pub pictures: Vec<PagePicture>,
    pub tables: Vec<TableBlock>,
    pub notes: Vec<Fact>,
    pub xlsx: String,
    pub pdf: String,
}

#[derive(Debug, Serialize, Example)]
pub struct TableBlock {
    pub id: &'static str,
    pub name: String,
    pub intro: String,
    pub head: Vec<PageCell>,
    #[example(if size.truth { vec![] } else { Example::example(size) })]
    pub rows: Vec<Vec<PageCell>>,
    pub total: Vec<PageCell>,
    pub empty: &'static str,
    /// Long: it scrolls in itself.
    pub is_tall: bool,
}

/// The ids of the tables of the pictures of a report, in their order.
const DRAWN: [&str; 2] = ["dibujo", "mapa"];

/// Rows after which a table scrolls in itself.
const TALL: usize = 20;

impl TableBlock {
    fn of(part: &ReportTable, lists: &ReportLists<'_>) -> Self {
        let numeric: Vec<bool> = (0..part.columns.len())
            .map(|place| {
                let rows = part.rows.iter().chain(&part.total);
                rows.filter_map(|row| row.get(place)).any(is_number)
            })
            .collect();
        let line = |(row, cells): (usize, &Vec<Cell>)| -> Vec<PageCell> {
            let cells = cells.iter().zip(&numeric).enumerate();
            let cell = |(column, (cell, num)): (usize, (&Cell, &bool))| PageCell {
                text: text(cell),
                num: *num,
                href: lists.cell(part, row, column),
            };
            cells.map(cell).collect()
        };
        let blank = |(column, (cell, num)): (usize, (&Cell, &bool))| {
            // In the row of totals a blank is nothing to add up, not something missing.
            let text = if *cell == Cell::Empty { String::new() } else { text(cell) };
            PageCell { text, num: *num, href: lists.total(part, column) }
        };
        let head = part.columns.iter().zip(&numeric);
        Self {
            id: part.id,
            name: part.name.clone(),
            intro: part.intro.clone(),
            head: head
                .map(|(column, num)| PageCell {
                    text: column.heading.clone(),
                    num: *num,
                    href: None,
                })
                .collect(),
            rows: part.rows.iter().enumerate().map(line).collect(),
            total: part.total.iter().flatten().zip(&numeric).enumerate().map(blank).collect(),
            empty: part.empty,
            is_tall: part.rows.len() > TALL,
        }
    }
}

/// The address of a report, or of one of its files, with its filters.
pub fn link(kind: ReportKind, file: &str, report: &ExecutiveReport) -> String {
    report_address(&format!("{}{file}", kind.path()), &report.ambit, report.period)
}

impl ReportBody {
    pub fn of(report: &ExecutiveReport, lists: &ReportLists<'_>) -> Self {
        let leading = report.lines.iter().filter(|line| line.leads);
        Self {
            subject: report.subject.clone(),
            period: report.period.text(),
            before: report.before.text(),
            cut_off: dates::short_with_time(report.cut_off),
            figures: leading
                .map(|line| {
                    Figure::new(text(&line.now), line.what)
                        .noted(line.note())
                        .over(lists.line(line.what, report.period))
                })
                .collect(),
            pictures: report
                .sketches
                .iter()
                .zip(DRAWN)
                .map(|(sketch, id)| PagePicture::drawn(id, sketch))
                .collect(),
            tables: report.tables().iter().map(|part| TableBlock::of(part, lists)).collect(),
            notes: report.notes.iter().map(|(name, text)| Fact::new(name, text)).collect(),
            xlsx: link(report.kind, "/xlsx", report),
            pdf: link(report.kind, "/pdf", report),
        }
    }
}

impl ExecutivePage {
    pub fn of(report: &ExecutiveReport, choices: &AmbitChoices) -> Self {
        let others = ReportKind::ALL.into_iter().filter(|kind| *kind != report.kind);
        Self {
            title: report.kind.label(),
            path: report.kind.path(),
            slug: report.kind.slug(),
            ambit: report.ambit.clone(),
            form: FormState::default()
                .with("ambito", &report.ambit)
                .with("desde", dates::input_date(report.period.from))
                .with("hasta", dates::input_date(report.period.to)),
            ambits: choices.alternatives(),
            others: others
                .map(|kind| PageLink::new(kind.label(), link(kind, "", report)))
                .collect(),
            report: Some(ReportBody::of(report, &ReportLists::new(report, choices))),
        }
    }

    pub fn refused(kind: ReportKind, form: FormState, ambits: Vec<Alternative>) -> Self {
        Self {
            title: kind.label(),
            path: kind.path(),
            slug: kind.slug(),
            ambit: String::new(),
            form,
            ambits,
            others: Vec::new(),
            report: None,
        }
    }
}

impl View for ExecutivePage {
    const TEMPLATE: &'static str = "pages/reports/executive";
    fn title(&self) -> String {
        match &self.report {
            Some(report) => format!("{}: {}", self.title, report.subject),
            None => self.title.to_owned(),
        }
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::to("Informes", "/informes"), Crumb::here(self.title)]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
