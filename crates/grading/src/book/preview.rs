//! What would become of each cell of a file. Pure: what was read and what is there go in.

use std::collections::{HashMap, HashSet};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::RollRow;
use platform::marked::Issue;
use platform::numbers;
use platform::search::fold;
use platform::texts::{Refusal as _, say, word};

use super::sheet::{BookControl, BookReading, BookRow, CellReading};
use crate::commands::NewGrade;
use crate::entity::activity::{self, ActivityId};
use crate::entity::grade_entry::{GradeEntryId, Origin};
use crate::queries::{GradeKey, final_of};
use crate::rules::{AssessmentRefusal, asks_reason};

/// The grades of a cohort as the database has them.
pub struct GradeSnapshot {
    pub cohort: CohortId,
    pub activities: Vec<activity::Model>,
    pub people: HashMap<EnrolmentId, RollRow>,
    /// Documents are masked to the reader.
    pub masked: bool,
    /// The writer's own place, whose grades somebody else writes (R80).
    pub own: Option<EnrolmentId>,
    pub grades: HashMap<GradeKey, i32>,
    pub origins: HashMap<GradeKey, Origin>,
    /// What changed after the file went out.
    pub later: HashMap<GradeKey, LaterGrade>,
}

/// A grade that changed after the file went out.
#[derive(Clone, Debug)]
pub struct LaterGrade {
    /// What the file showed.
    pub shown: Option<i32>,
    /// Who wrote the last one.
    pub author: String,
    pub entry: GradeEntryId,
}

impl GradeSnapshot {
    /// The grades as the file must have shown them.
    fn shown(&self) -> HashMap<GradeKey, i32> {
        let mut shown = self.grades.clone();
        for (cell, later) in &self.later {
            match &later.shown {
                Some(tenths) => shown.insert(*cell, *tenths),
                None => shown.remove(cell),
            };
        }
        shown
    }
}

/// A grade that the file changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeBookChange {
    pub enrolment: EnrolmentId,
    pub activity: String,
    pub before: Option<i32>,
    pub after: i32,
    /// The grade follows from work and changes only with a reason.
    pub over: bool,
}

/// A grade of the file beside one that somebody wrote after the file went out: whoever sends the file says
/// which of the two stays.
#[derive(Clone, Debug)]
pub struct GradeConflict {
    pub change: GradeBookChange,
    pub activity: ActivityId,
    pub later: LaterGrade,
}

impl GradeConflict {
    /// «12][340»: the cell's place in a grid of controls, as the grades have it.
    pub fn key(&self) -> String {
        format!("{}][{}", self.activity, self.change.enrolment)
    }
}

/// Which grade of a conflict stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradeChoice {
    OfFile,
    Present,
}

#[derive(Clone, Debug, Default)]
pub struct GradeBookPreview {
    pub issues: Vec<Issue>,
    /// At most [`MOST_CONFLICTS`]; any further one is an error.
    pub conflicts: Vec<GradeConflict>,
    pub changes: Vec<GradeBookChange>,
    pub cells: Vec<NewGrade>,
    /// How many cells say what is there already.
    pub same: usize,
    /// The last entry that the writer saw. `None` means that the file has no control heading.
    pub seen: Option<GradeEntryId>,
}

impl GradeBookPreview {
    pub fn errors(&self) -> usize {
        self.issues.iter().filter(|issue| issue.is_error).count()
    }

    pub fn asks_reason(&self) -> bool {
        let conflicts = self.conflicts.iter().map(|conflict| &conflict.change);
        self.changes.iter().chain(conflicts).any(|change| change.over)
    }

    /// Settles each conflict as it was chosen. Those without a choice stay.
    pub fn settle(&mut self, choose: impl Fn(&GradeConflict) -> Option<GradeChoice>) {
        for conflict in std::mem::take(&mut self.conflicts) {
            match choose(&conflict) {
                None => self.conflicts.push(conflict),
                Some(GradeChoice::Present) => self.same += 1,
                Some(GradeChoice::OfFile) => {
                    let GradeConflict { change, activity, .. } = conflict;
                    let (enrolment, tenths) = (change.enrolment, Some(change.after));
                    self.cells.push(NewGrade { activity, enrolment, tenths });
                    self.changes.push(change);
                }
            }
        }
    }

    fn wrong(&mut self, row: u32, column: Option<u32>, what: impl Into<String>, mend: &str) {
        let what = what.into();
        let mend = mend.to_owned();
        self.issues.push(Issue { row, column, is_error: true, what, mend });
    }

    fn warn(&mut self, row: u32, column: Option<u32>, what: String, mend: &str) {
        let mend = mend.to_owned();
        self.issues.push(Issue { row, column, is_error: false, what, mend });
    }
}

/// Conflicts that a page shows to be decided.
pub const MOST_CONFLICTS: usize = 60;

/// What mends a file that cannot be read.
fn again() -> &'static str {
    word("assessment.book_again")
}

/// Judges a file whole.
pub fn judge(reading: &BookReading, known: &GradeSnapshot) -> GradeBookPreview {
    let mut preview = GradeBookPreview::default();
    if reading.header == 0 {
        preview.wrong(1, None, word("assessment.book_no_titles"), again());
        return preview;
    }
    let header = reading.header;
    let Some(control) = &reading.control else {
        preview.wrong(header, None, word("assessment.book_no_control"), again());
        return preview;
    };
    if control.cohort != known.cohort {
        preview.wrong(header, None, word("assessment.book_other_cohort"), again());
        return preview;
    }
    if *control != BookControl::of(known.cohort, control.seen, &known.shown()) {
        preview.wrong(header, None, word("assessment.book_control_changed"), again());
        return preview;
    }
    preview.seen = Some(control.seen);
    let names: HashMap<ActivityId, &str> =
        known.activities.iter().map(|one| (one.id, one.name.as_str())).collect();
    for (activity, column) in reading.activities() {
        if !names.contains_key(&activity) {
            preview.wrong(header, Some(column), word("assessment.book_strange_activity"), again());
        }
    }
    if reading.activities().is_empty() {
        preview.wrong(header, None, word("assessment.book_no_activities"), again());
    }
    judge_headings(reading, known, &mut preview);
    for sheet in &reading.unread {
        let what = say("assessment.book_sheet_unread", &[("sheet", sheet.clone())]);
        preview.warn(header, None, what, word("assessment.book_to_first_sheet"));
    }
    let mut rows: HashSet<EnrolmentId> = HashSet::new();
    for line in &reading.lines {
        judge_line(line, reading, known, &names, &mut rows, &mut preview);
    }
    preview
}

/// A title that lost its number is an error where it names an activity, since its grades would be
/// left out; any other strange title is told and passed by.
fn judge_headings(reading: &BookReading, known: &GradeSnapshot, preview: &mut GradeBookPreview) {
    for (column, heading) in &reading.strange {
        let title = fold(heading);
        let lost = known
            .activities
            .iter()
            .find(|one| title.starts_with(&fold(&one.name)) && reading.column(one.id).is_none());
        let (row, at) = (reading.header, Some(*column));
        match lost {
            Some(activity) => {
                let what = say("assessment.book_title_lost", &[("title", heading.clone())]);
                let mend =
                    say("assessment.book_write_number", &[("number", activity.id.to_string())]);
                preview.wrong(row, at, what, &mend);
            }
            None => {
                let what = say("assessment.book_column_unread", &[("title", heading.clone())]);
                preview.warn(row, at, what, word("assessment.book_only_activities"));
            }
        }
    }
}

fn judge_line(
    line: &BookRow,
    reading: &BookReading,
    known: &GradeSnapshot,
    names: &HashMap<ActivityId, &str>,
    rows: &mut HashSet<EnrolmentId>,
    preview: &mut GradeBookPreview,
) {
    let column = reading.code_column();
    let found = line.code.parse::<EnrolmentId>().ok();
    let found = found.and_then(|id| Some((id, known.people.get(&id)?)));
    let Some((enrolment, person)) = found else {
        // A row that nobody filled, of somebody who left, changes nothing.
        let said = line.person.trim();
        let what = match (said.is_empty(), line.code.is_empty()) {
            (true, true) => word("assessment.book_no_code").to_owned(),
            (true, false) => word("assessment.book_strange_code").to_owned(),
            (false, true) => say("assessment.book_no_code_of", &[("person", said.to_owned())]),
            (false, false) => {
                say("assessment.book_strange_code_of", &[("person", said.to_owned())])
            }
        };
        preview.wrong(line.row, column, what, word("assessment.book_drop_row"));
        return;
    };
    let who = format!("{}, {}", person.name.full(), person.document(known.masked));
    if fold(&line.person) != fold(&person.name.by_surname()) || !is_of(line, person) {
        let what = say("assessment.book_other_person", &[("who", who)]);
        let mend = word("assessment.book_moved");
        preview.wrong(line.row, column, what, mend);
        return;
    }
    if !rows.insert(enrolment) {
        let what = say("assessment.book_row_twice", &[("who", who)]);
        preview.wrong(line.row, column, what, word("assessment.book_keep_one"));
        return;
    }
    let shown = known.shown();
    for (activity, typed) in &line.cells {
        let Some(activity_name) = names.get(activity) else { continue };
        let at = reading.column(*activity);
        let tenths = match typed {
            CellReading::Grade(tenths) => *tenths,
            CellReading::Wrong(why) => {
                preview.wrong(line.row, at, format!("{who}: {why}"), "");
                continue;
            }
        };
        let cell = (*activity, enrolment);
        let current = known.grades.get(&cell).copied();
        // What the file showed and nobody changed in it stays as it is now.
        if current == Some(tenths) || shown.get(&cell) == Some(&tenths) {
            preview.same += 1;
            continue;
        }
        if known.own == Some(enrolment) {
            let what = AssessmentRefusal::Oneself.sentence();
            preview.warn(line.row, at, what, word("assessment.book_own_left"));
            continue;
        }
        let over = current.is_some() && known.origins.get(&cell).is_some_and(|o| asks_reason(*o));
        let change = GradeBookChange {
            enrolment,
            activity: (*activity_name).to_owned(),
            before: current,
            after: tenths,
            over,
        };
        if let Some(later) = known.later.get(&cell) {
            let now = current
                .map_or_else(|| word("assessment.book_no_grade").to_owned(), numbers::tenths);
            let what = say(
                "assessment.book_changed",
                &[("who", who.clone()), ("author", later.author.clone()), ("now", now)],
            );
            if preview.conflicts.len() == MOST_CONFLICTS {
                preview.wrong(line.row, at, what, again());
                continue;
            }
            preview.warn(line.row, at, what, word("assessment.book_choose"));
            let (activity, later) = (*activity, later.clone());
            preview.conflicts.push(GradeConflict { change, activity, later });
            continue;
        }
        preview.changes.push(change);
        preview.cells.push(NewGrade { activity: *activity, enrolment, tenths: Some(tenths) });
    }
    let fin = final_of(&known.activities, &shown, enrolment).tenths().map(CellReading::Grade);
    if line.fin.is_some() && line.fin != fin {
        let what = say("assessment.book_final", &[("who", who)]);
        preview.warn(line.row, reading.final_column(), what, word("assessment.book_change_parts"));
    }
}

/// Whether the row's document is the person's; older files and those without the column say none.
/// A file that one reader downloads with masked documents may come back from another.
fn is_of(line: &BookRow, person: &RollRow) -> bool {
    let said = fold(&line.document);
    said.is_empty() || [false, true].iter().any(|masked| said == fold(&person.document(*masked)))
}
