//! Pages of official values.

pub mod gaps;

use platform::pages::{Crumb, Sample, View, samples_of};
use platform::prelude::*;
use platform::previews::FilePreview;

use crate::queries::SourceLine;

fn crumbs(here: &str, to: Option<(&str, &str)>) -> Vec<Crumb> {
    let mut all = vec![Crumb::to("Inicio", "/")];
    if here != LIST {
        all.push(Crumb::to(LIST, "/indicadores"));
    }
    all.extend(to.map(|(label, href)| Crumb::to(label, href)));
    all.push(Crumb::here(here));
    all
}

const LIST: &str = "Datos de indicadores";
const UPLOAD: &str = "Importar datos";

/// What there is, by index, year and source.
#[derive(Clone, Debug, Serialize, Example)]
pub struct IndicatorSourcesPage {
    pub rows: Vec<SourceLine>,
    pub may_import: bool,
    pub has_demo: bool,
}

impl View for IndicatorSourcesPage {
    const TEMPLATE: &'static str = "pages/indicators/list";
    fn title(&self) -> String {
        LIST.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(LIST, None)
    }
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct IndicatorUploadPage {
    pub form: FormState,
    /// The file that waits for the form.
    pub kept: Option<String>,
    pub kinds: Vec<Alternative>,
    /// A workbook to fill in for each index.
    pub templates: Vec<SheetLink>,
    pub scales: Vec<Alternative>,
    /// Megabytes of a file.
    pub most: usize,
}

impl View for IndicatorUploadPage {
    const TEMPLATE: &'static str = "pages/indicators/upload";
    fn title(&self) -> String {
        UPLOAD.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(UPLOAD, None)
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct IndicatorCheckPage {
    #[serde(flatten)]
    pub file: FilePreview,
    /// What was completed, passed by or left out.
    pub notes: Vec<String>,
    pub changes: Vec<IndicatorChangeLine>,
    /// The form with what was said of this file.
    pub again: String,
    /// Other sheets of the file with such data, each with the form that reads it.
    pub sheets: Vec<SheetLink>,
}

/// A sheet or a workbook, and where it is.
#[derive(Clone, Debug, Serialize, Example)]
pub struct SheetLink {
    pub name: String,
    pub href: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct IndicatorChangeLine {
    pub municipality: String,
    pub subject: String,
    pub before: String,
    pub after: String,
}

impl View for IndicatorCheckPage {
    const TEMPLATE: &'static str = "pages/indicators/check";
    fn title(&self) -> String {
        "Revisar los datos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs("Revisar", Some((UPLOAD, "/indicadores/importacion")))
    }
    fn has_errors(&self) -> bool {
        self.file.form.has_errors()
    }
}

/// What is known of one municipality.
#[derive(Clone, Debug, Serialize, Example)]
pub struct MunicipalityIndicatorsPage {
    pub code: String,
    /// «Mapiripán (Meta)».
    pub name: String,
    pub indices: Vec<IndexTable>,
    pub traits: Vec<TraitRow>,
    pub has_demo: bool,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct IndexTable {
    pub index: String,
    /// Of the table's caption.
    pub id: String,
    pub rows: Vec<ValueRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ValueRow {
    pub indicator: String,
    pub code: String,
    pub year: i32,
    pub value: String,
    pub unit: String,
    pub label: String,
    pub source: ValueSource,
    /// What was published before.
    pub corrections: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct ValueSource {
    pub name: String,
    pub published: String,
    pub is_demo: bool,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct TraitRow {
    pub kind: String,
    pub year: i32,
    pub value: String,
    pub source: ValueSource,
}

impl View for MunicipalityIndicatorsPage {
    const TEMPLATE: &'static str = "pages/indicators/municipality";
    fn title(&self) -> String {
        format!("Indicadores de {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        let own = format!("/municipios/{}", self.code);
        vec![
            Crumb::to("Inicio", "/"),
            Crumb::to("Municipios", "/municipios"),
            Crumb::to(self.name.clone(), own),
            Crumb::here("Indicadores"),
        ]
    }
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<IndicatorSourcesPage>(),
        samples_of::<IndicatorUploadPage>(),
        samples_of::<IndicatorCheckPage>(),
        samples_of::<MunicipalityIndicatorsPage>(),
        samples_of::<gaps::GapPage>(),
        samples_of::<gaps::GapsPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
