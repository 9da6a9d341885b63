//! The report of a day that is over: what was known when it ended.

mod examples;
mod random;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use formacion::platform::dates;
use formacion::reports::asof::Knowledge;
use formacion::reports::figures::compute;
use formacion::reports::queries::{Depth, ReportQuery, facts};
use formacion::reports::rules::Period;
use formacion::reports::sheets::{SheetKind, kinds, table, text};

use crate::support::world::World;

/// The last instant of a day in Bogotá.
pub fn end_of(day: NaiveDate) -> DateTime<Utc> {
    dates::from_bogota(day.succ_opt().unwrap(), NaiveTime::MIN) - TimeDelta::microseconds(1)
}

/// All that a report says, by sheet.
pub struct Said {
    pub cells: Vec<(&'static str, Vec<Vec<String>>)>,
    /// What no sheet says: stages, columns, lists of people.
    behind: Vec<String>,
}

impl Said {
    #[track_caller]
    pub fn is_that_of(&self, told: &Self, what: &str) {
        for ((sheet, rows), (_, told)) in self.cells.iter().zip(&told.cells) {
            for (row, told) in rows.iter().zip(told) {
                assert_eq!(row, told, "{what}, «{sheet}»");
            }
            assert_eq!(rows.len(), told.len(), "{what}, rows of «{sheet}»");
        }
        assert_eq!(self.behind, told.behind, "{what}");
    }
}

/// Asks for a report, as it is counted for page and files.
pub async fn said(
    world: &World,
    department: &str,
    period: Period,
    depth: Depth,
    known: Knowledge,
) -> Said {
    let mut question = ReportQuery::new(department, period, depth).with_knowledge(known);
    question.results = depth == Depth::People;
    let now = known.until(world.app.clock.now());
    let facts = facts(world.app.db.read(), &question, now).await.expect("is read");
    let figures = compute((department, department), period, now, facts);
    let cells = kinds(&figures).into_iter().map(|kind: SheetKind| {
        let sheet = table(&figures, kind);
        let rows = sheet.rows.chain(sheet.total);
        (kind.label(), rows.map(|row| row.iter().map(text).collect()).collect())
    });
    let cells = cells.collect();
    let of_cohort = |row: &formacion::reports::figures::CohortRow| {
        format!("{:?} {:?} {:?} {:?}", row.name, row.stage, row.enrolled_anywhere, row.columns)
    };
    let mut behind: Vec<String> = figures.cohorts.iter().map(of_cohort).collect();
    behind.push(format!("{:?}", figures.lists));
    behind.extend(figures.municipalities.iter().map(|row| format!("{row:?}")));
    Said { cells, behind }
}
