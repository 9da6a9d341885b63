//! The page of gains by municipality.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Fact, Sample, View, samples_of};

pub fn samples() -> Vec<Sample> {
    samples_of::<GainsPage>()
}

#[derive(Clone, Debug, Serialize)]
pub struct GainsPage {
    pub form: FormState,
    pub path: String,
    pub xlsx: String,
    pub period: String,
    pub facts: Vec<Fact>,
    /// The picture says the same as the table; none where nothing may be shown.
    pub chart: Option<IntervalChart>,
    pub rows: Vec<GainLine>,
    pub source: String,
}

/// A mean and its interval for each municipality, on a scale from −1 to 1.
#[derive(Clone, Debug, Serialize)]
pub struct IntervalChart {
    pub label: String,
    pub height: usize,
    pub rows: Vec<IntervalRow>,
}

/// In the units of the picture, which is 320 wide.
#[derive(Clone, Debug, Serialize)]
pub struct IntervalRow {
    pub name: String,
    pub text_y: usize,
    pub line_y: usize,
    pub low_x: i64,
    pub mean_x: i64,
    pub high_x: i64,
}

#[derive(Clone, Debug, Serialize)]
pub struct GainLine {
    pub name: String,
    pub href: String,
    pub department: String,
    pub n: String,
    pub before: String,
    pub after: String,
    pub gain: String,
    pub interval: String,
    /// Why there is no figure.
    pub note: String,
}

impl View for GainsPage {
    const TEMPLATE: &'static str = "pages/reports/gains";
    fn title(&self) -> String {
        "Ganancia por municipio".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Informes", "/informes"),
            Crumb::here("Ganancia por municipio"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let shown = GainLine {
            name: "Mapiripán".into(),
            href: "/municipios/50325".into(),
            department: "Meta".into(),
            n: "12".into(),
            before: "2,2".into(),
            after: "3,6".into(),
            gain: "0,49".into(),
            interval: "de 0,23 a 0,74".into(),
            note: String::new(),
        };
        let hidden = GainLine {
            n: "—".into(),
            gain: "—".into(),
            interval: "—".into(),
            note: "Se muestra desde 5 respuestas.".into(),
            ..shown.clone()
        };
        let full = Self {
            form: FormState::default().with("desde", "2026-01-01").with("hasta", "2026-12-31"),
            path: "/informes/ganancia".into(),
            xlsx: "/informes/ganancia/xlsx".into(),
            period: "01/01/2026 a 31/12/2026".into(),
            facts: vec![Fact::new("Ganancia media", "0,49 (n = 12)")],
            chart: Some(IntervalChart {
                label: "Mapiripán: 0,49, de 0,23 a 0,74.".into(),
                height: 40,
                rows: vec![IntervalRow {
                    name: "Mapiripán".into(),
                    text_y: 14,
                    line_y: 28,
                    low_x: 196,
                    mean_x: 238,
                    high_x: 278,
                }],
            }),
            rows: vec![shown, hidden],
            source: territory_model::DIVIPOLA.into(),
        };
        let empty = Self {
            form: FormState::default().with("desde", "x").refused("desde", "Escriba una fecha."),
            facts: vec![],
            chart: None,
            rows: vec![],
            ..full.clone()
        };
        vec![full, empty]
    }
}
