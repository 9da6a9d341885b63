//! Pages of the gap with the comparison group.

use serde::Serialize;

use pictures::{Format, Gaps, Line, Member, Svg, Width};
use platform::charts::Chart;
use platform::fields::{Alternative, FormState};
use platform::pages::{Crumb, View};

/// The choices of the form, and what was chosen.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GapChoices {
    pub form: FormState,
    pub indicators: Vec<Alternative>,
    pub years: Vec<Alternative>,
    /// Ways of grouping in that year.
    pub schemes: Vec<Alternative>,
}

/// One municipality beside its group.
#[derive(Clone, Debug, Serialize)]
pub struct GapPage {
    pub code: String,
    /// «Mapiripán (Meta)».
    pub name: String,
    pub choices: GapChoices,
    /// Nothing when there is no value at all.
    pub measured: Option<GapDetails>,
}

#[derive(Clone, Debug, Serialize)]
pub struct GapDetails {
    /// What to know before reading the figures.
    pub about: Vec<String>,
    /// The gap in words, or why there is none.
    pub headline: String,
    pub has_gap: bool,
    pub steps: Vec<GapStep>,
    pub chart: Option<Chart>,
    pub has_demo: bool,
    /// The address of the gaps of the whole department.
    pub all: String,
}

/// A line of the account.
#[derive(Clone, Debug, Serialize)]
pub struct GapStep {
    pub what: String,
    pub account: String,
    pub result: String,
}

impl View for GapPage {
    const TEMPLATE: &'static str = "pages/indicators/gap";
    fn title(&self) -> String {
        format!("Brecha de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Municipios", "/municipios"),
            Crumb::to(self.name.clone(), format!("/municipios/{}", self.code)),
            Crumb::to("Indicadores", format!("/municipios/{}/indicadores", self.code)),
            Crumb::here("Brecha"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.choices.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let choices = GapChoices {
            form: FormState::default(),
            indicators: vec![Alternative::new("080020001", "Movilización de recursos")],
            years: vec![Alternative::new(2024, "2024")],
            schemes: vec![Alternative::new("MDM", "MDM"), Alternative::new("T", "Tipologías")],
        };
        let step = GapStep {
            what: "Brecha a la mediana".into(),
            account: "46,1 − 50,3".into(),
            result: "−4,2".into(),
        };
        let measured = GapDetails {
            about: vec!["En este indicador es mejor un valor más alto.".into()],
            headline: "Mapiripán (Meta) tuvo 46,1.".into(),
            has_gap: true,
            steps: vec![step],
            chart: Some(Chart::new(
                "1 municipio".into(),
                (1, ("municipio", "municipios")),
                &[("De 40 a 50".into(), 1)],
            )),
            has_demo: true,
            all: "/brechas".into(),
        };
        let none = GapDetails { has_gap: false, chart: None, has_demo: false, ..measured.clone() };
        let (code, name) = ("50325".to_owned(), "Mapiripán (Meta)".to_owned());
        let full = Self { code, name, choices, measured: Some(measured) };
        let wrong = GapChoices {
            form: FormState::default().refused("meta", "Escriba un número."),
            schemes: vec![],
            ..full.choices.clone()
        };
        vec![
            Self { measured: None, choices: GapChoices::default(), ..full.clone() },
            Self { measured: Some(none), choices: wrong, ..full.clone() },
            full,
        ]
    }
}

/// The municipalities of a department, each beside its own group.
#[derive(Clone, Debug, Serialize)]
pub struct GapsPage {
    pub choices: GapChoices,
    pub departments: Vec<Alternative>,
    /// «Movilización de recursos (MDM), 2024»; nothing when there are no values.
    pub what: Option<String>,
    pub about: Vec<String>,
    /// What stands in the way of a list.
    pub missing: Option<String>,
    pub groups: Vec<GapGroupTable>,
    pub has_demo: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct GapGroupTable {
    /// Of the table's caption.
    pub id: String,
    pub caption: String,
    /// Its size and median, or why there is none.
    pub told: String,
    /// Its municipalities of this department beside the median of all of it.
    pub picture: Option<Svg>,
    pub rows: Vec<GapRow>,
}

#[derive(Clone, Debug, Serialize)]
pub struct GapRow {
    pub href: String,
    pub name: String,
    pub value: String,
    pub gap: String,
    pub standing: String,
    pub is_behind: bool,
}

impl View for GapsPage {
    const TEMPLATE: &'static str = "pages/indicators/gaps";
    fn title(&self) -> String {
        "Brechas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Datos de indicadores", "/indicadores"),
            Crumb::here("Brechas"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.choices.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let empty = Self {
            choices: GapChoices::default(),
            departments: vec![Alternative::new("50", "Meta")],
            what: None,
            about: vec![],
            missing: Some("Todavía no hay datos.".into()),
            groups: vec![],
            has_demo: false,
        };
        let row = GapRow {
            href: "/municipios/50325/brecha".into(),
            name: "Mapiripán".into(),
            value: "46,1".into(),
            gap: "−4,2".into(),
            standing: "Rezago".into(),
            is_behind: true,
        };
        let level = GapRow { standing: "Igual".into(), is_behind: false, ..row.clone() };
        let table = GapGroupTable {
            id: "grupo-1".into(),
            caption: "Grupo G4".into(),
            told: "29 municipios, 27 con dato; mediana 50,3.".into(),
            picture: Some(gaps("Recaudo".into(), vec![], None)),
            rows: vec![row.clone(), level],
        };
        let alone = GapGroupTable {
            id: "grupo-2".into(),
            caption: "Sin grupo".into(),
            picture: None,
            rows: vec![row],
            ..table.clone()
        };
        let full = Self {
            what: Some("Movilización de recursos (MDM), 2024".into()),
            about: vec!["En este indicador es mejor un valor más alto.".into()],
            missing: None,
            groups: vec![table, alone],
            has_demo: true,
            choices: GapChoices {
                schemes: vec![Alternative::new("MDM", "MDM")],
                ..GapChoices::default()
            },
            ..empty.clone()
        };
        vec![empty, full]
    }
}

/// Values beside the median of their group, in the order of the table beneath.
pub fn gaps(title: String, values: Vec<(String, Option<f64>)>, median: Option<f64>) -> Svg {
    // As many decimals as the table says: the middle of two values has one more than they.
    let is_tenth = |value: f64| ((value * 10.0).round() / 10.0 - value).abs() < 1e-6;
    let mut told = values.iter().filter_map(|(_, value)| *value).chain(median);
    let decimals = if told.all(is_tenth) { 1 } else { 2 };
    let members = values.into_iter().map(|(name, value)| Member { name, value, own: false });
    let gaps = Gaps {
        title,
        member: "Municipio".into(),
        value: "Valor".into(),
        format: Format { decimals, unit: "" },
        members: members.collect(),
        median: median.map(|value| Line { name: "Mediana del grupo".into(), value }),
        target: None,
    };
    gaps.draw(Width::Phone).svg
}
