//! Pages of the gap with the comparison group.

use pictures::{Format, Gaps, Line, Member, Svg, Width};
use platform::charts::Chart;
use platform::prelude::*;
use platform::texts::say;

use crate::rules::GapStanding;

/// The choices of the form, and what was chosen.
#[derive(Clone, Debug, Default, Serialize, Example)]
pub struct GapChoices {
    pub form: FormState,
    pub indicators: Vec<Alternative>,
    pub years: Vec<Alternative>,
    /// Ways of grouping in that year.
    pub schemes: Vec<Alternative>,
}

/// One municipality beside its group.
#[derive(Clone, Debug, Serialize, Example)]
pub struct GapPage {
    pub code: String,
    /// «Mapiripán (Meta)».
    pub name: String,
    pub choices: GapChoices,
    /// Nothing when there is no value at all.
    pub measured: Option<GapDetails>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GapDetails {
    /// What to know before reading the figures.
    pub about: Vec<String>,
    /// The gap in words, or why there is none.
    pub headline: String,
    pub has_gap: bool,
    pub steps: Vec<GapStep>,
    #[example(size.some.then(|| {
        let counted = (1, ("municipio", "municipios"));
        Chart::new("1 municipio".into(), counted, &[("De 40 a 50".into(), 1)])
    }))]
    pub chart: Option<Chart>,
    pub has_demo: bool,
    /// The address of the gaps of the whole department, for those who read more than one municipality.
    pub all: Option<String>,
}

/// A line of the account.
#[derive(Clone, Debug, Serialize, Example)]
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
}

/// The municipalities of a department, each beside its own group.
#[derive(Clone, Debug, Serialize, Example)]
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
    /// The same list to download, where there is one.
    pub workbook: Option<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct GapGroupTable {
    /// Of the table's caption.
    pub id: String,
    pub caption: String,
    /// Its size and median, or why there is none.
    pub told: String,
    /// Its municipalities of this department beside the median of all of it.
    #[example(size.some.then(|| gaps("Recaudo".into(), vec![], None)))]
    pub picture: Option<GroupPicture>,
    pub rows: Vec<GapRow>,
}

/// A group as it is drawn, for a telephone and for a screen with room.
#[derive(Clone, Debug, Serialize)]
pub struct GroupPicture {
    /// What it says.
    pub title: String,
    pub svg: Svg,
    pub wide: Svg,
}

#[derive(Clone, Debug, Serialize, Example)]
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
}

/// Values beside the median of their group, in the order of the table beneath.
pub fn gaps(
    title: String,
    values: Vec<(String, Option<f64>)>,
    median: Option<f64>,
) -> GroupPicture {
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
        ends: None,
        members: members.collect(),
        median: median.map(|value| Line { name: "Mediana del grupo".into(), value }),
        target: None,
    };
    let (svg, wide) = (gaps.draw(Width::Phone).svg, gaps.draw(Width::Page).svg);
    GroupPicture { title: gaps.title, svg, wide }
}

/// «…: solo Florencia aventaja a la mediana, de 6»; each municipality that has a gap, with where it stands.
pub fn finding(title: &str, standings: &[(&str, GapStanding)]) -> String {
    let ahead = standings.iter().filter(|(_, standing)| *standing == GapStanding::Ahead);
    let ahead: Vec<&str> = ahead.map(|(name, _)| *name).collect();
    let words = [
        ("title", title.to_owned()),
        ("name", ahead.first().copied().unwrap_or_default().to_owned()),
        ("ahead", numbers::counted(ahead.len())),
        ("all", numbers::counted(standings.len())),
    ];
    match (standings.len(), ahead.len()) {
        (0, _) => title.to_owned(),
        (_, 0) => say("indicators.finding_none", &words),
        (_, 1) => say("indicators.finding_one", &words),
        _ => say("indicators.finding_some", &words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_ahead_of_the_median_is_named_where_nobody_else_is() {
        let (ahead, behind) = (GapStanding::Ahead, GapStanding::Behind);
        let said = |rows: &[(&str, GapStanding)]| finding("Recaudo", rows);
        let rows = [("Florencia", ahead), ("Belén", behind), ("Albania", ahead)];
        assert_eq!(said(&rows), "Recaudo: aventajan a la mediana 2 de 3");
        assert_eq!(said(&rows[..2]), "Recaudo: solo Florencia aventaja a la mediana, de 2");
        assert_eq!(said(&rows[1..2]), "Recaudo: ninguno aventaja a la mediana, de 1");
        assert_eq!(said(&[]), "Recaudo");
    }
}
