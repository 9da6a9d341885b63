//! «La hoja del departamento»: what the board of a department says, on one page that names nobody. Pure.

use chrono::{DateTime, Utc};

use capacities_model::entity::capacity;
use documents::department::{DepartmentSheet, MunicipalityRow};
use documents::paper::{Note, PaperHead};
use documents::report::{Drawing, ReportFigure};
use platform::numbers::{grouped, people, some};
use platform::texts::{and, say, word};
use platform::{dates, numbers};
use reports_model::pdf::ISSUER;
use reports_model::views::charts::PagePicture;

use super::facts::{BoardFacts, DepartmentFacts, as_of};
use super::figures::{Coverage, coverage};
use super::running::ComingCohort;
use super::views::{Board, waiting_needs};
use crate::operation::{self, OperationFigures, TerritoryGroup};
use crate::query::{Breakdown, ExecutiveQuery};

/// Municipalities with a row.
const ROWS: usize = 5;
/// More lines or names of a list than these are no longer one page.
const MOST: usize = 3;

/// What the board of a department was told from.
pub struct SheetFacts<'a> {
    pub board: &'a BoardFacts,
    pub inside: &'a DepartmentFacts,
    pub framework: &'a [capacity::Model],
    pub coming: &'a [ComingCohort],
}

pub fn sheet(
    question: &ExecutiveQuery,
    board: &Board,
    facts: &SheetFacts<'_>,
    (now, demo): (DateTime<Utc>, bool),
) -> DepartmentSheet {
    let figures =
        operation::compute(&facts.board.operation, question.period, Breakdown::Municipalities);
    let with_people: Vec<&TerritoryGroup> = figures
        .groups
        .iter()
        .filter(|group| !group.code.is_empty() && group.sum.enrolled > 0)
        .collect();
    let cards = board.figures.iter().map(|card| ReportFigure {
        number: card.number.clone(),
        label: card.label.clone(),
        note: card.note.clone().unwrap_or_default(),
    });
    let line = board.inside.as_ref().and_then(|inside| inside.line.as_ref());
    let rest = with_people.len().saturating_sub(ROWS);
    let left = some(rest, "municipio más", "municipios más");
    let (from, to) = (question.period.from, question.period.to);
    DepartmentSheet {
        head: PaperHead {
            issuer: ISSUER.to_owned(),
            period: say("reports.department_sheet_period", &[("period", question.period.text())]),
            cut_off: say("reports.paper_cut_off", &[("at", dates::short_with_time(now))]),
            notes: notes(board),
            demo,
            ident: format!("{}/{from}/{to}/{}", question.ambit.word(), now.to_rfc3339()),
            cut_off_at: now,
        },
        name: question.name.clone(),
        figures: cards.collect(),
        map: board.map.as_ref().map(drawing),
        trends: board.attendance.iter().chain(line).map(drawing).collect(),
        finding: finding(&figures),
        rows: with_people.iter().take(ROWS).map(|group| row(group)).collect(),
        more: match rest {
            0 => String::new(),
            _ => say("reports.department_sheet_more", &[("municipalities", left)]),
        },
        lacks: lacks(question, facts, &figures, now),
        next: next(facts),
    }
}

fn drawing(picture: &PagePicture) -> Drawing {
    let picture = &picture.picture;
    Drawing {
        title: picture.title.clone(),
        alt: picture.description.clone(),
        svg: picture.svg.to_string(),
    }
}

fn row(group: &TerritoryGroup) -> MunicipalityRow {
    let sum = &group.sum;
    MunicipalityRow {
        name: group.name.clone(),
        cells: [sum.enrolled, sum.begun, sum.attended, sum.certified].map(grouped),
    }
}

/// «De 121 inscritos asistieron 99 y se certificaron 92»; empty where nobody is enrolled.
fn finding(figures: &OperationFigures) -> String {
    let sum = &figures.now.sum;
    if sum.enrolled == 0 {
        return String::new();
    }
    let words = [
        ("enrolled", some(sum.enrolled, "inscrito", "inscritos")),
        ("attended", grouped(sum.attended)),
        ("certified", grouped(sum.certified)),
    ];
    say("reports.department_sheet_finding", &words)
}

/// The capacities below their target, how many nobody holds, and the municipalities that nobody came from.
fn lacks(
    question: &ExecutiveQuery,
    facts: &SheetFacts<'_>,
    figures: &OperationFigures,
    now: DateTime<Utc>,
) -> Vec<String> {
    let inside = facts.inside;
    let taught = inside.learnt.targets.iter().map(|(_, code)| code.as_str()).collect();
    let day = as_of(question, now).day;
    let rows = coverage((facts.framework, &taught), &inside.held, &inside.targets, (day, now));
    let short = |row: &&Coverage| row.missing() > 0;
    let mut lines: Vec<String> = rows
        .iter()
        .filter(short)
        .take(MOST)
        .map(|row| {
            let words = [("capacity", row.name.clone()), ("people", people(row.missing()))];
            say("reports.department_sheet_short", &words)
        })
        .collect();
    let nobody = rows.iter().filter(|row| row.places == 0).count();
    if nobody > 0 {
        let words = [
            ("nobody", numbers::counted(nobody)),
            ("all", some(rows.len(), "capacidad", "capacidades")),
        ];
        lines.push(say("reports.department_sheet_nobody", &words));
    }
    let never: Vec<&str> = figures
        .groups
        .iter()
        .filter(|group| group.never > 0)
        .map(|group| group.name.as_str())
        .collect();
    if !never.is_empty() {
        let mut names: Vec<String> =
            never.iter().take(MOST).map(|name| (*name).to_owned()).collect();
        let rest = never.len() - names.len();
        if rest > 0 {
            names.push(some(rest, "municipio más", "municipios más"));
        }
        lines.push(say("reports.department_sheet_never", &[("municipalities", and(&names))]));
    }
    lines
}

/// The cohorts that are to begin, and the needs that wait for one.
fn next(facts: &SheetFacts<'_>) -> Vec<String> {
    let line = |cohort: &ComingCohort| {
        let words = [
            ("course", cohort.course.clone()),
            ("cohort", cohort.name.clone()),
            ("days", dates::range(cohort.starts_on, cohort.ends_on)),
        ];
        say("reports.department_sheet_cohort", &words)
    };
    let waiting = facts.board.counts.waiting;
    let needs = (waiting > 0).then(|| waiting_needs(waiting));
    facts.coming.iter().map(line).chain(needs).collect()
}

fn notes(board: &Board) -> Vec<Note> {
    let note = |name: &str, text: String| Note { name: name.to_owned(), text };
    let rules = board.rules.clone().unwrap_or_default();
    vec![
        note("Asistencia", say("reports.department_sheet_attendance", &[("rules", rules)])),
        note("En el cargo", word("reports.department_sheet_in_post").to_owned()),
        note("Fuente", word("reports.department_sheet_source").to_owned()),
        note("Territorio", territory_model::DIVIPOLA.to_owned()),
    ]
}
