//! Pages about the product itself.

use serde::Serialize;

use crate::platform::config::Controller;
use crate::platform::example::Example;
use crate::platform::pages::{Crumb, Sample, View, samples_of};

/// The privacy notice (Ley 1581 de 2012).
#[derive(Serialize, Example)]
pub struct PrivacyPage {
    /// Which text people authorise; written with every authorisation.
    pub version: String,
    /// The day from which it holds.
    pub since: String,
    /// The demo asks nobody for real data.
    pub demo: bool,
    /// Who answers for the data; only the demo has nobody.
    #[example(size.some.then(|| Controller {
        name: "Escuela Superior de Administración Pública".into(),
        nit: "900.000.000-1".into(),
        address: "Calle 44 # 53-37, Bogotá".into(),
        mail: "datos@escuela.example".into(),
    }))]
    pub controller: Option<Controller>,
}

impl View for PrivacyPage {
    const TEMPLATE: &'static str = "pages/site/privacy";
    fn title(&self) -> String {
        "Tratamiento de datos personales".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Tratamiento de datos personales")]
    }
}

/// What the product does so that everybody can use it.
#[derive(Serialize, Example)]
pub struct AccessibilityPage {}

impl View for AccessibilityPage {
    const TEMPLATE: &'static str = "pages/site/accessibility";
    fn title(&self) -> String {
        "Accesibilidad".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Accesibilidad")]
    }
}

/// What a browser that has lists shows in the place of a page that it cannot reach. It holds nothing.
#[derive(Serialize, Example)]
pub struct OfflinePage {}

impl View for OfflinePage {
    const TEMPLATE: &'static str = "pages/site/offline";
    fn title(&self) -> String {
        "No hay señal".into()
    }
}

/// Every component of the visual language, drawn once with the partials that pages use; `docs/design.md`
/// says when each is used.
#[derive(Serialize, Example)]
pub struct DesignPage {}

impl View for DesignPage {
    const TEMPLATE: &'static str = "pages/site/design";
    fn title(&self) -> String {
        "Lenguaje visual".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Lenguaje visual")]
    }
}

pub fn samples() -> Vec<Sample> {
    let mut all = samples_of::<PrivacyPage>();
    all.extend(samples_of::<AccessibilityPage>());
    all.extend(samples_of::<DesignPage>());
    all.extend(samples_of::<OfflinePage>());
    all
}
