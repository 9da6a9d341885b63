//! The page of what one receives.

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;

pub fn samples() -> Vec<Sample> {
    samples_of::<SubscriptionsPage>()
}

#[derive(Debug, Serialize, Example)]
pub struct SubscriptionsPage {
    pub form: FormState,
    pub reports: Vec<Alternative>,
    pub ambits: Vec<Alternative>,
    pub periods: Vec<Alternative>,
    pub rows: Vec<SubscriptionLine>,
}

#[derive(Debug, Serialize, Example)]
pub struct SubscriptionLine {
    pub title: String,
    pub every: String,
    pub since: String,
    /// «octubre de 2026», or that there was none yet.
    pub last: String,
    /// Why it ended, and when.
    #[example((!size.some).then(|| "Terminó el 01/12/2026.".into()))]
    pub ended: Option<String>,
    /// Where it is stopped; nothing where it ended.
    pub stop: Option<String>,
}

impl View for SubscriptionsPage {
    const TEMPLATE: &'static str = "pages/reports/subscriptions";
    fn title(&self) -> String {
        "Informes por correo".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::here("Informes por correo"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
