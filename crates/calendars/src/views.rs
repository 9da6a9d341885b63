//! The page of one's own calendar.

use serde::Serialize;

use platform::pages::{Crumb, Sample, View, samples_of};

#[derive(Serialize)]
pub struct CalendarPage {
    /// The day on which the present address was made.
    pub since: Option<String>,
    /// Only in the answer that made it.
    pub address: Option<String>,
}

impl View for CalendarPage {
    const TEMPLATE: &'static str = "pages/calendars/own";
    fn title(&self) -> String {
        "Mi calendario".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Mi calendario")]
    }
    fn samples() -> Vec<Self> {
        let since = Some("20 de noviembre de 2026".to_owned());
        let address = Some(format!("https://formacion.example/calendarios/{}.ics", "a".repeat(64)));
        vec![
            Self { since: None, address: None },
            Self { since: since.clone(), address: None },
            Self { since, address },
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    samples_of::<CalendarPage>()
}
