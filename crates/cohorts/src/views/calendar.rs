//! A month of sessions: a grid where there is room, a list by day where there is not.

use platform::prelude::*;

use super::crumbs;

#[derive(Serialize, Example)]
pub struct CalendarPage {
    pub filter: FormState,
    /// «noviembre de 2026».
    pub month: String,
    pub previous: String,
    pub next: String,
    /// Back to the month that is now; nothing when it is this one.
    pub now: Option<String>,
    /// Empty for who has one unit only.
    pub units: Vec<Alternative>,
    pub weeks: Vec<Vec<CalendarDay>>,
    /// How many sessions, in words.
    pub count: String,
    pub empty: bool,
    /// There are more than are shown.
    pub cut: bool,
    /// Some session can be moved by who looks.
    pub moves: bool,
}

/// One day, flat and formatted.
#[derive(Clone, Debug, Serialize, Example)]
pub struct CalendarDay {
    /// «2026-12-02».
    pub date: String,
    pub number: u32,
    /// «lunes», read where there is no column to say it.
    pub weekday: &'static str,
    /// «de noviembre», for days of the list.
    pub month: String,
    /// Belongs to the month before or after.
    pub outside: bool,
    pub today: bool,
    pub holiday: Option<&'static str>,
    pub entries: Vec<CalendarEntry>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct CalendarEntry {
    pub href: String,
    /// The form that moves it to another day, where it can be moved.
    pub move_href: Option<String>,
    pub time: String,
    pub title: String,
    pub cancelled: bool,
}

impl View for CalendarPage {
    const TEMPLATE: &'static str = "pages/cohorts/calendar";
    fn title(&self) -> String {
        format!("Calendario, {}", self.month)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Calendario")
    }
    fn has_errors(&self) -> bool {
        self.filter.has_errors()
    }
}
