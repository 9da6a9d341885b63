//! The certificate (or constancia) of a course: what it says and how it becomes a PDF.
//!
//! Words arrive ready for the page (dates, places and documents already formatted); the layouts in
//! `templates/documents` decide only where they go. What was certified keeps the layout it was
//! certified with: without a [`Look`] it is the first one, and its bytes never change.

mod samples;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use samples::{
    sample, sample_constancia, sample_demo, sample_long_contents, sample_long_names, sample_of,
};

use crate::export::{self, Identity, TemplateFiles};
use crate::template::Look;
use crate::{DocumentError, qr};

/// The layout a certificate was made with, kept beside it: a new one gets a new number.
pub const FIRST: &str = "certificado@1";
/// That of certificates with a [`Look`].
pub const TEMPLATE: &str = "certificado@2";

const FIRST_SOURCE: &str = include_str!("../../../templates/documents/certificate.typ");
const SOURCE: &str = include_str!("../../../templates/documents/certificate_2.typ");

/// Whether the course was approved or only attended gives the document its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Certificado,
    Constancia,
}

/// Who answers for the certificate. A drawn signature proves nothing; it is there because people
/// look for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    pub name: String,
    pub position: String,
    /// The digest of the drawing, by which it is found among the [`Enclosures`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drawing: Option<String>,
}

impl Signer {
    pub fn new(name: impl Into<String>, position: impl Into<String>) -> Self {
        Self { name: name.into(), position: position.into(), drawing: None }
    }
}

/// What goes into the file beside the words.
#[derive(Debug, Clone, Copy, Default)]
pub struct Enclosures<'a> {
    /// Digest and bytes (PNG, JPEG or SVG) of each drawing that a signer names.
    pub drawings: &'a [(String, Vec<u8>)],
    pub attachment: Option<Attachment<'a>>,
}

/// A file inside the document, for programs: with it the document is PDF/A-3a instead of 2a.
#[derive(Debug, Clone, Copy)]
pub struct Attachment<'a> {
    /// A fixed name, «credencial.jwt»: never one that people give.
    pub name: &'static str,
    pub mime_type: &'static str,
    pub description: &'static str,
    pub bytes: &'a [u8],
}

/// Everything that a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub kind: Kind,
    /// With its article: «La Escuela Superior de Administración Pública»; set in capitals.
    pub issuer: String,
    pub full_name: String,
    /// What of [`Certificate::full_name`] stands before the surnames, where a long name breaks first; what
    /// was certified before it was known breaks as it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_names: Option<String>,
    /// «C. C. 1.234.567»
    pub document_label: String,
    /// «participó y aprobó» or only «participó en».
    pub approved: bool,
    /// What was attended, in small letters: «curso», «diplomado», «taller».
    pub course_type: String,
    /// Without quotation marks; the page adds «».
    pub course_name: String,
    pub hours: u32,
    /// «mixta»
    pub modality: String,
    /// «Del 3 al 27 de noviembre de 2026»
    pub dates: String,
    /// «Mapiripán (Meta)»
    pub place: String,
    pub contents: Vec<String>,
    pub capacities: Vec<String>,
    /// Adds the note that informal education leads to no title.
    pub informal_education: bool,
    /// «Villavicencio»
    pub issued_in: String,
    /// «30 de noviembre de 2026»
    pub issued_on: String,
    /// One to three.
    pub signers: Vec<Signer>,
    /// «2026-000123»
    pub number: String,
    /// Grouped for reading aloud: «7F3K-92QD-8M4T-XW6P».
    pub display_code: String,
    /// Where anybody verifies it; printed, linked and drawn as a QR code.
    pub verify_url: String,
    /// «30 de noviembre de 2028», where it does not hold for ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// «Dirección territorial Meta»: who taught, below who certifies; what was certified before it was
    /// printed has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The hours of the course, where fewer of them are certified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course_hours: Option<u32>,
    /// How it is worded and dressed; without it, it is laid out as the first ones were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
    /// Made from demonstration data: says so on every page.
    pub demo: bool,
    /// The creation date in the file, so that the same certificate is the same bytes.
    pub rendered_at: DateTime<Utc>,
}

impl Certificate {
    /// «40 horas», or «20 de las 40 horas del curso» where fewer are certified than it has.
    pub fn hours_in_words(&self) -> String {
        match (self.hours, self.course_hours) {
            (hours, Some(all)) => format!("{hours} de las {all} horas del curso"),
            (1, None) => "1 hora".to_owned(),
            (hours, None) => format!("{hours} horas"),
        }
    }
}

/// The certificate as a PDF/A-2a and PDF/UA-1 file. The same certificate gives the same bytes.
///
/// It computes for some milliseconds: call it from a blocking task.
pub fn pdf(certificate: &Certificate) -> Result<Vec<u8>, DocumentError> {
    pdf_with(certificate, Enclosures::default())
}

/// The same with what it encloses. A drawing that a signer names and is not given, or an attachment
/// to a layout that has no place for it, is refused: a document never lacks a part in silence.
pub fn pdf_with(
    certificate: &Certificate,
    enclosures: Enclosures<'_>,
) -> Result<Vec<u8>, DocumentError> {
    check(certificate)?;
    let url = &certificate.verify_url;
    let mut machine = serde_json::json!({ "verify_url": url, "qr_svg": qr::svg(url)? });
    let (layout, source) = match certificate.look {
        Some(_) => (TEMPLATE, SOURCE),
        None => (FIRST, FIRST_SOURCE),
    };
    let mut enclosed = TemplateFiles::default();
    if certificate.look.is_some() {
        let mut places = Vec::new();
        for signer in &certificate.signers {
            places.push(match &signer.drawing {
                None => None,
                Some(digest) => {
                    let found = enclosures.drawings.iter().find(|(known, _)| known == digest);
                    let (_, bytes) = found.ok_or_else(|| DocumentError::Invalid {
                        field: "signers".to_owned(),
                        reason: "falta el dibujo de una firma".to_owned(),
                    })?;
                    enclosed.pictures.push(bytes.clone());
                    Some(enclosed.pictures.len() - 1)
                }
            });
        }
        machine["drawings"] = serde_json::json!(places);
        machine["attachment"] = serde_json::json!(enclosures.attachment.map(|file| {
            serde_json::json!({
                "name": file.name, "mime": file.mime_type, "description": file.description,
            })
        }));
        enclosed.attachment = enclosures.attachment.map(|file| file.bytes.to_vec());
    } else if enclosures.attachment.is_some() {
        return Err(DocumentError::Invalid {
            field: "attachment".to_owned(),
            reason: format!("{FIRST} no lleva archivos adjuntos"),
        });
    }
    let ident = format!("{layout}/{}/{}", certificate.number, certificate.display_code);
    let identity = Identity { ident: &ident, created_at: certificate.rendered_at };
    export::enclosing(source, certificate, machine, enclosed, &identity)
}

fn check(certificate: &Certificate) -> Result<(), DocumentError> {
    for (field, text) in [
        ("issuer", &certificate.issuer),
        ("full_name", &certificate.full_name),
        ("document_label", &certificate.document_label),
        ("course_name", &certificate.course_name),
        ("number", &certificate.number),
        ("display_code", &certificate.display_code),
    ] {
        if text.trim().is_empty() {
            return DocumentError::invalid(field, "no puede estar vacío");
        }
    }
    if !(1..=3).contains(&certificate.signers.len()) {
        return DocumentError::invalid("signers", "firman de una a tres personas");
    }
    if !certificate.verify_url.starts_with("https://")
        && !certificate.verify_url.starts_with("http://")
    {
        return DocumentError::invalid("verify_url", "debe ser una dirección web");
    }
    Ok(())
}
