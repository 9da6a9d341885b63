//! The page of one's own calendar.

use serde::Serialize;

use platform::example::Example;
use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Serialize, Example)]
pub struct CalendarPage {
    /// The day on which the present address was made.
    pub since: Option<String>,
    /// Only in the answer that made it.
    #[example(size.truth.then(|| "https://formacion.example/calendarios/a.ics".into()))]
    pub address: Option<String>,
}

impl View for CalendarPage {
    const TEMPLATE: &'static str = "pages/calendars/own";
    fn title(&self) -> String {
        "Mi calendario".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mi cuenta", "/mi-cuenta"),
            Crumb::here("Mi calendario"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<CalendarPage>()
}
