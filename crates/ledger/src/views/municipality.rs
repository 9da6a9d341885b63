//! `/municipios/<place>/capacidad`: each capacity of a municipality, its history and who stayed.

use platform::prelude::*;

use super::CapacityFigures;
use super::line::CapacityTimeline;
use crate::figures::Count;

#[derive(Debug, Serialize, Example)]
pub struct MunicipalityCapacityPage {
    pub code: String,
    /// «Mapiripán (Meta)».
    pub name: String,
    pub form: FormState,
    pub capacities: Vec<Alternative>,
    pub told: Vec<String>,
    pub in_post: String,
    pub rows: Vec<CapacityFiguresRow>,
    /// What the line is of.
    pub line_of: String,
    #[example(CapacityTimeline::of(
        "Muestra",
        &vec![(Example::example(size), Count::default()); usize::from(size.some)],
        None
    ))]
    pub line: Option<CapacityTimeline>,
}

#[derive(Debug, Serialize, Example)]
pub struct CapacityFiguresRow {
    /// Empty for people certified in any.
    #[example(if size.truth { "TRI-01" } else { "" }.into())]
    pub code: String,
    pub name: String,
    pub figures: CapacityFigures,
    /// «3 de 4 (75 %)», at six months and at twelve.
    pub six: String,
    pub twelve: String,
    /// How many certified people are wanted; «—» where nobody said.
    pub target: String,
    /// Those in post, of the wanted ones.
    pub covered: String,
    /// Where it is set, for who may.
    pub target_href: Option<String>,
}

impl View for MunicipalityCapacityPage {
    const TEMPLATE: &'static str = "pages/ledger/municipality";
    fn title(&self) -> String {
        format!("Capacidad instalada de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Municipios", "/municipios"),
            Crumb::to(self.name.clone(), format!("/municipios/{}", self.code)),
            Crumb::here("Capacidad instalada"),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}
