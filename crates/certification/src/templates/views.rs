//! Pages of templates.

use documents::certificate::Certificate;
use documents::template::{Document, Field, Template};
use platform::pages::{Crumb, Fact, Sample, View, samples_of};
use platform::prelude::*;

use crate::signature_images::queries::SignatureImageHead;

/// The sheet of the pages that show how a document looks.
pub(crate) const SHEET: Option<&str> = Some("documento.css");

/// The kinds of documents.
#[derive(Clone, Debug, Serialize, Example)]
pub struct TemplatesPage {
    pub rows: Vec<TemplateRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct TemplateRow {
    pub href: String,
    pub name: &'static str,
    pub about: &'static str,
    /// Names the version in use.
    pub used: String,
    pub draft: bool,
}

fn crumbs(here: Option<(&'static str, Option<&str>)>) -> Vec<Crumb> {
    let mut way = vec![Crumb::to("Inicio", "/")];
    match here {
        None => way.push(Crumb::here("Documentos")),
        Some((name, None)) => {
            way.extend([Crumb::to("Documentos", "/documentos"), Crumb::here(name)]);
        }
        Some((name, Some(href))) => way.extend([
            Crumb::to("Documentos", "/documentos"),
            Crumb::to(name, href),
            Crumb::here("Borrador"),
        ]),
    }
    way
}

impl View for TemplatesPage {
    const TEMPLATE: &'static str = "pages/certification/templates";
    fn title(&self) -> String {
        "Documentos".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(None)
    }
}

/// A document as a page shows it: the same words in the same order as on paper.
#[derive(Clone, Debug, Serialize, Example)]
pub struct DocumentLikeness {
    pub palette: &'static str,
    pub title: String,
    /// The unit that issues it, where the paper names one.
    pub unit: Option<String>,
    pub heading: String,
    pub opening: String,
    pub name: String,
    pub deed: String,
    pub course: String,
    pub paragraphs: Vec<String>,
    pub facts: Vec<Fact>,
    pub contents: Vec<String>,
    pub capacities: Vec<String>,
    pub informal: bool,
    pub closing: String,
    pub signers: Vec<LikenessSigner>,
    pub number: String,
    /// Made from demonstration data, or from nobody's.
    pub demo: bool,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct LikenessSigner {
    pub name: String,
    pub position: String,
    /// The address of the signature image; `None` means that there is none.
    pub src: Option<String>,
}

impl DocumentLikeness {
    /// Returns the likeness of a certificate; `None` means that it has no look of a template.
    pub fn of(certificate: Certificate, drawings: &[SignatureImageHead]) -> Option<Self> {
        let look = certificate.look?;
        let facts = vec![
            Fact::new("Intensidad", format!("{} horas", certificate.hours)),
            Fact::new("Modalidad", certificate.modality),
            Fact::new("Fechas", certificate.dates),
            Fact::new("Lugar", certificate.place),
        ];
        let shown = |shown: bool, all: Vec<String>| if shown { all } else { Vec::new() };
        Some(Self {
            palette: look.palette.code(),
            title: look.title,
            unit: certificate.unit,
            heading: look.heading,
            opening: look.opening,
            name: certificate.full_name,
            deed: look.deed,
            course: certificate.course_name,
            paragraphs: look.paragraphs,
            facts: if look.blocks.facts { facts } else { Vec::new() },
            contents: shown(look.blocks.contents, certificate.contents),
            capacities: shown(look.blocks.capacities, certificate.capacities),
            informal: certificate.informal_education,
            closing: look.closing,
            signers: certificate
                .signers
                .into_iter()
                .map(|signer| LikenessSigner {
                    src: drawings
                        .iter()
                        .find(|head| Some(&head.sha256) == signer.drawing.as_ref())
                        .map(|head| format!("/firmas/{}", head.id)),
                    name: signer.name,
                    position: signer.position,
                })
                .collect(),
            number: certificate.number,
            demo: certificate.demo,
        })
    }

    /// Returns the likeness of a template, filled with invented people.
    pub fn sample(
        document: Document,
        template: &Template,
        drawings: &[SignatureImageHead],
    ) -> Option<Self> {
        Self::of(documents::certificate::sample_of(document, template, 0), drawings)
    }
}

/// A kind of document: what is in use, the draft, and the versions.
#[derive(Clone, Debug, Serialize, Example)]
pub struct DocumentTemplatePage {
    pub form: FormState,
    pub name: &'static str,
    pub about: &'static str,
    pub draft_href: String,
    pub publish: String,
    pub draft: Option<TemplatePreview>,
    pub used: TemplatePreview,
    pub versions: Vec<TemplateVersionRow>,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct TemplatePreview {
    /// «Versión 3», «La del sistema».
    pub name: String,
    pub note: Option<String>,
    #[example(Some(Example::example(size)))]
    pub likeness: Option<DocumentLikeness>,
    /// The address of the same as a PDF.
    pub pdf: String,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct TemplateVersionRow {
    pub name: String,
    pub tone: &'static str,
    pub state: &'static str,
    pub when: String,
    pub note: String,
    pub pdf: String,
    /// The address that begins a draft from this version; `None` for a draft.
    pub from: Option<String>,
}

impl View for DocumentTemplatePage {
    const TEMPLATE: &'static str = "pages/certification/template";
    const SHEET: Option<&'static str> = SHEET;
    fn title(&self) -> String {
        self.name.into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(Some((self.name, None)))
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

/// The form of the next version, with how it looks.
#[derive(Clone, Debug, Serialize, Example)]
pub struct TemplateDraftPage {
    pub form: FormState,
    pub name: &'static str,
    pub href: String,
    pub action: String,
    /// The numbers of the paragraphs and of the signers, from 1.
    pub paragraphs: Vec<usize>,
    pub signers: Vec<usize>,
    pub palettes: Vec<Alternative>,
    /// The signature images; each value is a digest.
    pub drawings: Vec<Alternative>,
    pub fields: Vec<FieldRow>,
    /// How the document looks with what was typed; `None` while a field is wrong.
    pub likeness: Option<DocumentLikeness>,
    pub is_constancia: bool,
}

#[derive(Clone, Debug, Serialize, Example)]
pub struct FieldRow {
    pub code: String,
    pub meaning: &'static str,
}

impl FieldRow {
    pub fn all() -> Vec<Self> {
        Field::ALL
            .map(|field| Self { code: format!("{{{}}}", field.code()), meaning: field.meaning() })
            .to_vec()
    }
}

impl View for TemplateDraftPage {
    const TEMPLATE: &'static str = "pages/certification/template_draft";
    const SHEET: Option<&'static str> = SHEET;
    fn title(&self) -> String {
        format!("Borrador: {}", self.name)
    }
    fn crumbs(&self) -> Vec<Crumb> {
        crumbs(Some((self.name, Some(&self.href))))
    }
    fn has_errors(&self) -> bool {
        self.form.has_errors()
    }
}

pub fn samples() -> Vec<Sample> {
    [
        samples_of::<TemplatesPage>(),
        samples_of::<DocumentTemplatePage>(),
        samples_of::<TemplateDraftPage>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
