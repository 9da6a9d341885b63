//! The page of what one receives.

use serde::Serialize;

use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, Sample, View, samples_of};

pub fn samples() -> Vec<Sample> {
    samples_of::<SubscriptionsPage>()
}

#[derive(Debug, Serialize)]
pub struct SubscriptionsPage {
    pub form: FormState,
    pub reports: Vec<Alternative>,
    pub ambits: Vec<Alternative>,
    pub periods: Vec<Alternative>,
    pub rows: Vec<SubscriptionLine>,
}

#[derive(Debug, Serialize)]
pub struct SubscriptionLine {
    pub title: String,
    pub every: String,
    pub since: String,
    /// «octubre de 2026», or that there was none yet.
    pub last: String,
    /// Why it ended, and when.
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
    fn samples() -> Vec<Self> {
        let line = |ended: Option<&str>| SubscriptionLine {
            title: "Operación: Meta".into(),
            every: "cada mes".into(),
            since: "20/11/2026".into(),
            last: "Todavía ninguno".into(),
            ended: ended.map(str::to_owned),
            stop: ended.is_none().then(|| "/informes/suscripciones/1/fin".into()),
        };
        let page = |form, rows| Self {
            form,
            reports: vec![Alternative::new("operacion", "Operación")],
            ambits: vec![Alternative::new("pais", "Todo el país").within("País")],
            periods: vec![Alternative::new("mes", "Cada mes")],
            rows,
        };
        let wrong = FormState::default().refused("informe", "Elija un informe de la lista.");
        vec![
            page(wrong, vec![]),
            page(
                FormState::default(),
                vec![
                    line(None),
                    line(Some("Terminó el 01/12/2026: ya no puede leer este informe")),
                ],
            ),
        ]
    }
}
