//! What would become of each cell of a file. Pure: what was read and what is there go in.

use std::collections::{HashMap, HashSet};

use cohorts_model::entity::cohort::CohortId;
use enrolment_model::entity::enrolment::EnrolmentId;
use people_model::queries::Name;
use platform::marked::Issue;
use platform::numbers;
use platform::search::fold;

use super::sheet::{Control, Line, Reading, Typed};
use crate::commands::NewGrade;
use crate::entity::activity::{self, ActivityId};
use crate::entity::grade_entry::{GradeEntryId, Origin};
use crate::queries::Cell;
use crate::rules::asks_reason;

/// What the database knows of a cohort's grades.
pub struct Known {
    pub cohort: CohortId,
    pub activities: Vec<activity::Model>,
    pub people: HashMap<EnrolmentId, Name>,
    pub grades: HashMap<Cell, i32>,
    pub origins: HashMap<Cell, Origin>,
    /// What changed after the file went out: the grade it showed, and who wrote the last one.
    pub later: HashMap<Cell, (Option<i32>, String)>,
}

impl Known {
    /// The grades as the file must have shown them.
    fn shown(&self) -> HashMap<Cell, i32> {
        let mut shown = self.grades.clone();
        for (cell, (before, _)) in &self.later {
            match before {
                Some(tenths) => shown.insert(*cell, *tenths),
                None => shown.remove(cell),
            };
        }
        shown
    }
}

/// A grade that the file changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub person: String,
    pub activity: String,
    pub before: Option<i32>,
    pub after: i32,
    /// It follows from work, and changes only with a reason.
    pub over: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Outlook {
    pub issues: Vec<Issue>,
    pub changes: Vec<Change>,
    pub cells: Vec<NewGrade>,
    /// Cells that say what is there.
    pub same: usize,
    /// What the writer saw, of a file of ours.
    pub seen: Option<GradeEntryId>,
}

impl Outlook {
    pub fn errors(&self) -> usize {
        self.issues.iter().filter(|issue| issue.is_error).count()
    }

    pub fn asks_reason(&self) -> bool {
        self.changes.iter().any(|change| change.over)
    }

    fn wrong(&mut self, row: u32, column: Option<u32>, what: impl Into<String>, mend: &str) {
        let what = what.into();
        let mend = mend.to_owned();
        self.issues.push(Issue { row, column, is_error: true, what, mend });
    }
}

const AGAIN: &str = "Descargue la planilla de nuevo y pase a ella sus notas.";

/// Judges a file whole.
pub fn judge(reading: &Reading, known: &Known) -> Outlook {
    let mut outlook = Outlook::default();
    if reading.header == 0 {
        outlook.wrong(1, None, "La hoja no tiene los títulos «Persona» y «Código».", AGAIN);
        return outlook;
    }
    let header = reading.header;
    let Some(control) = &reading.control else {
        outlook.wrong(header, None, "Falta el título «Control» con su número.", AGAIN);
        return outlook;
    };
    if control.cohort != known.cohort {
        outlook.wrong(header, None, "La planilla es de otra cohorte.", AGAIN);
        return outlook;
    }
    if *control != Control::of(known.cohort, control.seen, &known.shown()) {
        outlook.wrong(header, None, "El título «Control» fue cambiado.", AGAIN);
        return outlook;
    }
    outlook.seen = Some(control.seen);
    let names: HashMap<ActivityId, &str> =
        known.activities.iter().map(|one| (one.id, one.name.as_str())).collect();
    for (activity, column) in reading.activities() {
        if !names.contains_key(&activity) {
            outlook.wrong(header, Some(column), "La cohorte no tiene esta actividad.", AGAIN);
        }
    }
    if reading.activities().is_empty() {
        outlook.wrong(header, None, "La hoja no tiene actividades.", AGAIN);
    }
    let mut rows: HashSet<EnrolmentId> = HashSet::new();
    for line in &reading.lines {
        judge_line(line, reading, known, &names, &mut rows, &mut outlook);
    }
    outlook
}

fn judge_line(
    line: &Line,
    reading: &Reading,
    known: &Known,
    names: &HashMap<ActivityId, &str>,
    rows: &mut HashSet<EnrolmentId>,
    outlook: &mut Outlook,
) {
    let column = reading.code_column();
    let found = line.code.parse::<EnrolmentId>().ok();
    let found = found.and_then(|id| Some((id, known.people.get(&id)?)));
    let Some((enrolment, name)) = found else {
        // A row that nobody filled, of somebody who left, changes nothing.
        let what = match line.code.is_empty() {
            true => "La fila no tiene su código.".to_owned(),
            false => "Este código no es de nadie de la lista actual.".to_owned(),
        };
        outlook.wrong(line.row, column, what, "Borre la fila o descargue la planilla de nuevo.");
        return;
    };
    if fold(&line.person) != fold(&name.by_surname()) {
        let what = format!("El código es de {} y la fila dice otra persona.", name.full());
        let mend =
            "Alguien ordenó o movió una columna sin las otras. Descargue la planilla de nuevo.";
        outlook.wrong(line.row, column, what, mend);
        return;
    }
    if !rows.insert(enrolment) {
        let what = format!("La fila de {} está dos veces.", name.full());
        outlook.wrong(line.row, column, what, "Deje una sola.");
        return;
    }
    let shown = known.shown();
    for (activity, typed) in &line.cells {
        let Some(activity_name) = names.get(activity) else { continue };
        let at = reading.column(*activity);
        let tenths = match typed {
            Typed::Grade(tenths) => *tenths,
            Typed::Wrong(why) => {
                outlook.wrong(line.row, at, why.clone(), "");
                continue;
            }
        };
        let cell = (*activity, enrolment);
        let current = known.grades.get(&cell).copied();
        // What the file showed and nobody changed in it stays as it is now.
        if current == Some(tenths) || shown.get(&cell) == Some(&tenths) {
            outlook.same += 1;
            continue;
        }
        if let Some((_, author)) = known.later.get(&cell) {
            let now = current.map_or_else(|| "sin nota".to_owned(), numbers::tenths);
            let what = format!("Cambió después de descargar la planilla: {author}, {now}.");
            outlook.wrong(line.row, at, what, "Si su nota es la correcta, descargue de nuevo.");
            continue;
        }
        let over = current.is_some() && known.origins.get(&cell).is_some_and(|o| asks_reason(*o));
        outlook.changes.push(Change {
            person: name.full(),
            activity: (*activity_name).to_owned(),
            before: current,
            after: tenths,
            over,
        });
        outlook.cells.push(NewGrade { activity: *activity, enrolment, tenths: Some(tenths) });
    }
}
