//! Pages about telephones and what arrived from them.

use cohorts_model::views::cohort_crumbs;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;

/// What waits for the coordination of a cohort.
#[derive(Clone, Debug, Serialize, Example)]
pub struct FieldReviewPage {
    pub form: FormState,
    pub title: String,
    pub cohort_href: String,
    /// How the address ends when the reader came from closing the cohort.
    pub closing: &'static str,
    /// The reader may decide; facilitators only read.
    pub may: bool,
    pub conflicts: Vec<WaitingArrival>,
    pub reviews: Vec<WaitingArrival>,
    pub walk_ins: Vec<WalkInCard>,
    pub people: Vec<Alternative>,
    pub more: Option<String>,
    /// There are arrivals; there is nothing at all.
    pub arrivals: bool,
    pub nothing: bool,
}

/// One arrival beside what counts now.
#[derive(Clone, Debug, Serialize, Example)]
pub struct WaitingArrival {
    pub name: String,
    pub session: String,
    pub roll_href: String,
    pub why: Option<&'static str>,
    pub sides: Vec<Side>,
    pub field: String,
    pub label: String,
    pub options: Vec<Alternative>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct Side {
    pub title: &'static str,
    pub state_label: &'static str,
    pub state_code: &'static str,
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct WalkInCard {
    pub name: String,
    pub action: String,
    pub field: String,
    /// The box that says that it changes the mark that is there, and whether it is asked.
    pub replaces: String,
    pub asks: bool,
    pub state_label: &'static str,
    pub state_code: &'static str,
    pub facts: Vec<Fact>,
}

impl View for FieldReviewPage {
    const TEMPLATE: &'static str = "pages/attendance/field/review";
    fn title(&self) -> String {
        "Asistencias por revisar".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        cohort_crumbs(&self.title, &self.cohort_href, "Por revisar")
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// The telephones that keep lists of the reader.
#[derive(Debug, Serialize, Example)]
pub struct DevicesPage {
    pub devices: Vec<DeviceLine>,
}

#[derive(Debug, Serialize, Example)]
pub struct DeviceLine {
    pub name: String,
    pub since: String,
    pub seen: String,
    /// The day until which it sends without a new sign-in.
    pub until: Option<String>,
    pub action: String,
    pub revoked: Option<String>,
}

impl View for DevicesPage {
    const TEMPLATE: &'static str = "pages/attendance/field/devices";
    fn title(&self) -> String {
        "Mis teléfonos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mi cuenta", "/mi-cuenta"),
            Crumb::here("Mis teléfonos"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<FieldReviewPage>();
    all.extend(samples_of::<DevicesPage>());
    all
}
