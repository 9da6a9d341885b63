//! Pages of attendance, with rows shaped beforehand: a grid of 1,000 people renders with
//! three values a row.

mod changes;
mod close;

pub use changes::{ChangesPage, MarkChangeRow};
pub use close::{ClosePage, CloseRow, closing_choices};

use cohorts_model::entity::session;
use cohorts_model::queries::CohortHead;
use cohorts_model::views::cohort_crumbs;
use platform::pages::{Crumb, Figure, Moment, Sample, View, samples_of};
use platform::prelude::*;

use super::entity::attendance_mark::State;
use super::labels;
use super::rules::{Presence, SessionStanding, Totals};

/// The session that a page is of, and its cohort.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SessionHead {
    pub session_href: String,
    pub cohort_title: String,
    pub cohort_href: String,
}

impl SessionHead {
    pub fn new(session: &session::Model, head: &CohortHead) -> Self {
        Self {
            session_href: format!("/sesiones/{}", session.id),
            cohort_title: head.title.clone(),
            cohort_href: format!("/cohortes/{}", session.cohort_id),
        }
    }

    pub fn crumbs(&self, here: &str) -> Vec<Crumb> {
        cohort_crumbs(&self.cohort_title, &self.cohort_href, here)
    }
}

/// The states a roll-call offers.
pub fn state_choices() -> Vec<Alternative> {
    State::ALL
        .into_iter()
        .map(|state| Alternative::new(labels::form_value(state), state.label()))
        .collect()
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct RollCallPage {
    pub form: FormState,
    pub head: SessionHead,
    pub heading: String,
    pub when: String,
    pub place: Option<String>,
    pub stage: &'static str,
    pub stage_label: &'static str,
    pub rows: Vec<RollCallRow>,
    pub states: Vec<Alternative>,
    /// «38 de 40 con registro».
    pub summary: String,
    /// The reader may write now.
    pub editable: bool,
    pub closed: bool,
    /// Why nobody may write now.
    pub blocked: Option<String>,
    /// Everybody was just set to present and nothing is saved.
    pub review: bool,
    /// What was typed and can no longer be saved.
    pub unsaved: Vec<String>,
    pub unmarked: bool,
    /// The list was finished a short while ago and may be opened again.
    pub reopens: bool,
    /// What the minutes beside each name are for, where the cohort counts them.
    pub minutes_hint: Option<String>,
    pub asks_reason: bool,
    pub reason_hint: &'static str,
    pub reason_optional: bool,
    /// Names of people with a place only since later.
    pub not_applicable: String,
    /// Everybody of the cohort got their seat after the session: «35 personas».
    pub all_came_later: Option<String>,
    /// Where it is said since when they count, for the coordination.
    pub late_href: Option<String>,
    /// Where whoever runs the cohort writes to those who were absent.
    pub write_absent: Option<String>,
    pub corrections: Vec<Moment>,
    /// How much of the session nobody has decided, in words.
    pub waits: Option<String>,
    /// How the address ends when the reader came from closing the cohort.
    pub closing: &'static str,
    /// How attendance counts, in one paragraph.
    pub rule: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct RollCallRow {
    pub name: String,
    pub about: String,
    /// `estado[12]`.
    pub field: String,
    /// «Asistencia de Ana Ruiz».
    pub label: String,
    /// `visto[12]` and the mark that the form shows.
    pub seen_field: String,
    pub seen: String,
    /// `minutos[12]`, where the cohort counts minutes.
    pub minutes_field: Option<String>,
    pub minutes_label: String,
    pub state_code: &'static str,
    pub state_label: &'static str,
    /// A telephone said something that nobody has decided: «En conflicto».
    pub waits: Option<&'static str>,
    /// The coordination granted an excuse for this session.
    pub excused: bool,
    /// It is the reader's own attendance, which somebody else marks.
    pub is_own: bool,
}

impl View for RollCallPage {
    const TEMPLATE: &'static str = "pages/attendance/roll_call";
    fn title(&self) -> String {
        self.heading.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        self.head.crumbs(&self.heading)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[derive(Debug, Serialize, Example)]
pub struct GridPage {
    pub title: String,
    pub cohort_href: String,
    /// Only for readers who may see grades.
    pub sees_grades: bool,
    pub figures: Vec<Figure>,
    /// The minimum and how the percentage is computed.
    pub rule: String,
    pub cut_off: String,
    pub sessions: Vec<SessionHeading>,
    pub has_people: bool,
    pub rows: Vec<GridLine>,
    /// What telephones brought and nobody has decided.
    pub waiting: Option<String>,
    /// Where the attendance of the closed cohort is opened again, and where it is said since when people
    /// count, for the coordination.
    pub reopening: Option<String>,
    pub late: Option<String>,
    /// Until when the attendance of the closed cohort is open again.
    pub open_until: Option<String>,
    /// How the address ends when the reader came from closing the cohort.
    pub closing: &'static str,
}

#[derive(Debug, Serialize, Example)]
pub struct SessionHeading {
    pub number: i32,
    /// «24/11».
    pub date: String,
    /// The roll-call, for readers who may open it.
    pub href: Option<String>,
    pub label: String,
}

#[derive(Debug, Serialize, Example)]
pub struct GridLine {
    pub name: String,
    pub document: String,
    pub entity: String,
    /// Finished cells, made only of the fixed texts in [`cells`]: nothing typed is in them.
    pub cells: String,
}

/// The letter of a standing, as page and sheet write it.
pub fn letter(standing: SessionStanding) -> &'static str {
    match standing {
        SessionStanding::Marked(State::Present) => "P",
        SessionStanding::Marked(State::Late) => "T",
        SessionStanding::Marked(State::Absent) => "A",
        SessionStanding::Marked(State::Excused) => "E",
        SessionStanding::Marked(State::Dispensed) => "D",
        SessionStanding::NotRecorded => "–",
        SessionStanding::Pending | SessionStanding::Unlisted => "·",
        SessionStanding::NotApplicable => "n/a",
    }
}

/// Cells of a row: a letter a session, the percentages of the held, of all and of what is
/// reachable, and what they mean for the minimum.
pub fn cells(sessions: &[Presence], changed: &[bool], totals: &Totals, minimum: i32) -> String {
    let mut html = String::with_capacity(sessions.len() * 64 + 200);
    for (place, Presence { standing, .. }) in sessions.iter().enumerate() {
        let tone = match standing {
            SessionStanding::Marked(state) => state.code(),
            _ => "none",
        };
        html.push_str("<td class=\"center\"><span class=\"mark mark--");
        html.push_str(tone);
        html.push_str("\">");
        html.push_str(letter(*standing));
        html.push_str("</span>");
        if changed.get(place) == Some(&true) {
            html.push('*');
        }
        html.push_str("</td>");
    }
    for percent in [totals.percent(), totals.of_all(), totals.reachable()] {
        html.push_str("<td class=\"num nowrap\">");
        html.push_str(&percent_text(percent));
        html.push_str("</td>");
    }
    let (tone, label) = labels::reachability(totals, minimum);
    html.push_str("<td><span class=\"tag tag--");
    html.push_str(tone);
    html.push_str("\">");
    html.push_str(label);
    html.push_str("</span></td>");
    html
}

/// «80 %», or a dash when nothing was held.
pub fn percent_text(percent: Option<u32>) -> String {
    percent.map_or_else(|| "—".to_owned(), |percent| format!("{percent} %"))
}

impl View for GridPage {
    const TEMPLATE: &'static str = "pages/attendance/grid";
    fn title(&self) -> String {
        "Asistencia".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Asistencia")
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<RollCallPage>();
    all.extend(samples_of::<ClosePage>());
    all.extend(samples_of::<ChangesPage>());
    all.extend(samples_of::<GridPage>());
    all.extend(super::field::views::samples());
    all
}
