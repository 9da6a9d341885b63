//! The certificate (or constancia) of a course: what it says and how it becomes a PDF.
//!
//! Words arrive ready for the page (dates, places and documents already formatted); the template
//! `templates/documents/certificate.typ` decides only where they go.

mod samples;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use samples::{
    sample, sample_constancia, sample_demo, sample_long_contents, sample_long_names,
};

use crate::export::{self, Identity};
use crate::{DocumentError, qr};

/// The template a certificate was made with, kept beside it: a new look gets a new number.
pub const TEMPLATE: &str = "certificado@1";

const SOURCE: &str = include_str!("../../templates/documents/certificate.typ");

/// Whether the course was approved or only attended gives the document its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Certificado,
    Constancia,
}

/// Who answers for the certificate. Only name and position: a drawn signature proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signer {
    pub name: String,
    pub position: String,
}

/// Everything that a certificate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub kind: Kind,
    /// With its article: «La Escuela Superior de Administración Pública»; set in capitals.
    pub issuer: String,
    pub full_name: String,
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
    /// Made from demonstration data: says so on every page.
    pub demo: bool,
    /// The creation date in the file, so that the same certificate is the same bytes.
    pub rendered_at: DateTime<Utc>,
}

/// The certificate as a PDF/A-2a and PDF/UA-1 file. The same certificate gives the same bytes.
///
/// It computes for some milliseconds: call it from a blocking task.
pub fn pdf(certificate: &Certificate) -> Result<Vec<u8>, DocumentError> {
    check(certificate)?;
    let url = &certificate.verify_url;
    let machine = serde_json::json!({ "verify_url": url, "qr_svg": qr::svg(url)? });
    let ident = format!("{TEMPLATE}/{}/{}", certificate.number, certificate.display_code);
    let identity = Identity { ident: &ident, created_at: certificate.rendered_at };
    export::pdf(SOURCE, certificate, machine, &identity)
}

fn check(certificate: &Certificate) -> Result<(), DocumentError> {
    let invalid = |field: &str, reason: &str| {
        Err(DocumentError::Invalid { field: field.to_owned(), reason: reason.to_owned() })
    };
    for (field, text) in [
        ("issuer", &certificate.issuer),
        ("full_name", &certificate.full_name),
        ("document_label", &certificate.document_label),
        ("course_name", &certificate.course_name),
        ("number", &certificate.number),
        ("display_code", &certificate.display_code),
    ] {
        if text.trim().is_empty() {
            return invalid(field, "no puede estar vacío");
        }
    }
    if !(1..=3).contains(&certificate.signers.len()) {
        return invalid("signers", "firman de una a tres personas");
    }
    if !certificate.verify_url.starts_with("https://")
        && !certificate.verify_url.starts_with("http://")
    {
        return invalid("verify_url", "debe ser una dirección web");
    }
    Ok(())
}
