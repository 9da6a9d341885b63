//! One's own product.

use serde::Serialize;

use platform::fields::FormState;
use platform::pages::{Crumb, Fact, View};

use super::{Opinion, RubricTable, sample_opinion, sample_rubric};

#[derive(Clone, Debug, Serialize)]
pub struct LearnerProductPage {
    pub form: FormState,
    /// The name of the activity.
    pub name: String,
    pub cohort: String,
    pub place_href: String,
    pub instructions: String,
    pub facts: Vec<Fact>,
    pub tone: &'static str,
    pub state: String,
    /// Why nothing can be handed in now.
    pub blocked: Option<String>,
    /// What coming now means: «Lleva 2 días tarde: se descuentan 0,6».
    pub warning: Option<String>,
    pub takes_file: bool,
    pub takes_link: bool,
    pub action: String,
    pub button: &'static str,
    pub rubric: RubricTable,
    /// The last one first.
    pub versions: Vec<VersionLine>,
}

#[derive(Clone, Debug, Serialize)]
pub struct VersionLine {
    /// «Versión 2».
    pub name: String,
    pub when: String,
    pub late: Option<String>,
    pub note: Option<String>,
    pub file: Option<String>,
    pub file_href: String,
    pub link: Option<String>,
    pub opinions: Vec<Opinion>,
    /// What the coordination decided.
    pub moderated: Option<String>,
}

impl View for LearnerProductPage {
    const TEMPLATE: &'static str = "pages/assessment/products/own";
    fn title(&self) -> String {
        self.name.clone()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Mis inscripciones", "/mis-inscripciones"),
            Crumb::to(self.cohort.clone(), self.place_href.clone()),
            Crumb::here(self.name.clone()),
        ]
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
    fn samples() -> Vec<Self> {
        let version = VersionLine {
            name: "Versión 1".into(),
            when: "24/11/2026, 8:15 a. m.".into(),
            late: Some("1 día tarde".into()),
            note: Some("Lo trabajé con la Secretaría de Hacienda.".into()),
            file: Some("PDF de 3 páginas".into()),
            file_href: "/entregas/1/archivo".into(),
            link: Some("https://ejemplo.gov.co/plan".into()),
            opinions: vec![sample_opinion()],
            moderated: Some("4,0".into()),
        };
        let handing = Self {
            form: FormState::default().refused("archivo", "Elija el archivo de su producto."),
            name: "Plan de mejora".into(),
            cohort: "Meta 2026-2".into(),
            place_href: "/inscripciones/1".into(),
            instructions: "Escriba el plan de mejora de su municipio.".into(),
            facts: vec![Fact::new("Se recibe hasta", "24/11/2026")],
            tone: "info",
            state: "Sin entregar".into(),
            blocked: None,
            warning: Some("Lleva 2 días tarde: se descuentan 0,6.".into()),
            takes_file: true,
            takes_link: true,
            action: "/inscripciones/1/productos/1".into(),
            button: "Entregar",
            rubric: sample_rubric(),
            versions: vec![],
        };
        let graded = Self {
            form: FormState::default(),
            blocked: Some("Su producto ya fue calificado.".into()),
            warning: None,
            tone: "success",
            state: "Nota 4,2".into(),
            versions: vec![version],
            ..handing.clone()
        };
        vec![handing, graded]
    }
}
