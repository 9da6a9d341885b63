//! The builder: from a course version to a draft with its sessions, on one page.

use platform::prelude::*;

use super::{Choices, crumbs};
use crate::refusals::CohortRefusal;

#[derive(Serialize, Example)]
pub struct BuilderPage {
    pub form: FormState,
    pub unit: String,
    pub unit_name: String,
    /// Patterns kept by the unit, offered before anything is typed.
    pub templates: Vec<Alternative>,
    pub versions: Vec<Alternative>,
    pub municipalities: Vec<Alternative>,
    /// Departments whose municipalities are marked together.
    pub departments: Vec<Alternative>,
    /// Venues of the unit, to choose from while a place is typed.
    pub venues: Vec<String>,
    pub weekdays: Vec<Alternative>,
    pub facilitators: Vec<Alternative>,
    /// The facilitators that each row offers: fewer than the form offers, because every row carries
    /// them.
    pub row_facilitators: Vec<Alternative>,
    pub rows: Vec<PlannedRow>,
    /// Nothing is refused: the answer leads to the table, and otherwise to the summary on top.
    pub calm: bool,
    /// The dates that are seldom typed hold something.
    pub other_dates: bool,
    pub counting: Choices,
    /// Attendance counts otherwise than in most cohorts.
    pub counting_differs: bool,
    /// How the rows add up; empty without rows.
    pub hours: Option<String>,
    /// The rows are the hours of the course.
    pub complete: bool,
    /// The hours of the chosen course.
    pub course_hours: Option<i32>,
    /// The holidays of the years of the rows: «2026-11-02 Festivo: Todos los Santos».
    pub holidays: Vec<String>,
    /// Holidays of the chosen weekdays on which nobody meets.
    pub skipped: Vec<String>,
    /// That every session is in the past; `None` while one is not.
    pub all_past: Option<String>,
    /// The same subject in the same municipalities.
    pub same_subject: Vec<SimilarCohortLine>,
    /// Needs of municipalities that this cohort could answer; a proposal brings them.
    pub needs: Vec<Alternative>,
    /// The table as it was before its last change, written as a form; `None` while nothing changed it.
    pub before: Option<String>,
    /// What was typed to repeat a session is refused.
    pub repeating: bool,
}

/// One session in the table.
#[derive(Clone, Debug, Serialize, Example)]
pub struct PlannedRow {
    pub position: usize,
    /// «martes»; `None` while the date cannot be read.
    pub weekday: Option<&'static str>,
    pub notes: Vec<Note>,
}

/// A cohort that may be the same effort, and its page where the reader may open it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SimilarCohortLine {
    pub text: String,
    pub href: Option<String>,
}

/// A notice about one session, before it is saved.
#[derive(Clone, Debug, Serialize, Example)]
pub struct Note {
    /// It will be refused as it is.
    pub blocks: bool,
    /// It speaks of another row of the table.
    pub own: bool,
    pub text: String,
}

impl Note {
    /// What will be refused.
    pub fn blocking(refusal: &CohortRefusal) -> Self {
        let own = matches!(refusal, CohortRefusal::SessionOverlap { .. });
        Self { blocks: true, own, text: refusal.sentence() }
    }

    /// What is only told.
    pub fn warning(text: String) -> Self {
        Self { blocks: false, own: false, text }
    }
}

impl View for BuilderPage {
    const TEMPLATE: &'static str = "pages/cohorts/builder";
    fn title(&self) -> String {
        "Programar una cohorte".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Programar una cohorte")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
