//! What certification writes to people.

use serde::Serialize;

use super::entity::certificate::{CertificateId, Kind};
use crate::notices::letters::{Letter, LetterSample, MailAction, samples_of};
use crate::territory::labels;

/// The certificate is there; opening it takes one tap.
#[derive(Serialize)]
pub struct CertificateReady {
    pub certificate: CertificateId,
    pub kind: Kind,
    pub course: String,
    pub cohort: String,
    pub number: String,
    pub display_code: String,
    /// The whole address, for whoever has to verify it.
    pub verify_url: String,
    pub unit: String,
}

impl Letter for CertificateReady {
    const TEMPLATE: &'static str = "emails/certification/ready";

    fn subject(&self) -> String {
        match self.kind {
            Kind::Certificado => "Su certificado está disponible".to_owned(),
            Kind::Constancia => "Su constancia está disponible".to_owned(),
        }
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver y descargar", format!("/certificados/{}", self.certificate)))
    }

    fn unit(&self) -> String {
        labels::unit(&self.unit)
    }

    fn samples() -> Vec<Self> {
        [Kind::Certificado, Kind::Constancia]
            .map(|kind| Self {
                certificate: CertificateId(7),
                kind,
                course: "Gestión tributaria territorial".into(),
                cohort: "Meta 2026-2".into(),
                number: "2026-000123".into(),
                display_code: "7F3K-52QD-MAPI-RIPA-NLOB-O234-XY".into(),
                verify_url: "https://formacion.example/verificar/7F3K52QDMAPIRIPANLOBO234XY".into(),
                unit: "Meta".into(),
            })
            .into()
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    samples_of::<CertificateReady>()
}
