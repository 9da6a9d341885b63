//! What certification writes to people.

use serde::Serialize;
use url::form_urlencoded::byte_serialize;

use cohorts_model::entity::cohort::CohortId;
use notices_model::letters::{Letter, LetterSample, MailAction, samples_of};
use platform::example::Example;
use territory_model::labels;

use super::entity::certificate::{self, CertificateId, Kind};
use super::snapshot::Snapshot;

/// The letter that says that a certificate is available.
#[derive(Serialize, Example)]
pub struct CertificateReadyLetter {
    pub certificate: CertificateId,
    pub kind: Kind,
    pub course: String,
    pub cohort: String,
    pub number: String,
    pub display_code: String,
    /// The whole address of the verification page.
    pub verify_url: String,
    /// «30 de noviembre de 2028», where it does not hold for ever.
    pub valid_until: Option<String>,
    pub unit: String,
    /// The number of the certificate that this one replaces.
    pub replaces: Option<String>,
    #[serde(skip)]
    pub id: CohortId,
}

impl Letter for CertificateReadyLetter {
    const TEMPLATE: &'static str = "emails/certification/ready";

    fn subject(&self) -> String {
        let words = match (self.kind, &self.replaces) {
            (Kind::Certificado, None) => "Su certificado está disponible",
            (Kind::Constancia, None) => "Su constancia está disponible",
            (Kind::Certificado, Some(_)) => "Su certificado fue corregido",
            (Kind::Constancia, Some(_)) => "Su constancia fue corregida",
        };
        words.to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver y descargar", format!("/certificados/{}", self.certificate)))
    }

    fn unit(&self) -> String {
        labels::unit(&self.unit)
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

/// The letter that says that a certificate was revoked, and why.
#[derive(Serialize, Example)]
pub struct RevocationLetter {
    pub certificate: CertificateId,
    pub kind: Kind,
    pub course: String,
    pub number: String,
    /// «30 de noviembre de 2026»
    pub date: String,
    pub reason: String,
    pub unit: String,
    #[serde(skip)]
    pub id: CohortId,
}

impl Letter for RevocationLetter {
    const TEMPLATE: &'static str = "emails/certification/revoked";

    fn subject(&self) -> String {
        match self.kind {
            Kind::Certificado => "Su certificado fue revocado",
            Kind::Constancia => "Su constancia fue revocada",
        }
        .to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        Some(MailAction::new("Ver el detalle", format!("/certificados/{}", self.certificate)))
    }

    fn unit(&self) -> String {
        labels::unit(&self.unit)
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

/// The letter that says that a certificate expires in some weeks.
#[derive(Serialize, Example)]
pub struct CertificateExpiryLetter {
    pub kind: Kind,
    pub course: String,
    pub number: String,
    /// «30 de noviembre de 2028»
    pub until: String,
    pub unit: String,
    #[serde(skip)]
    pub id: CohortId,
}

impl CertificateExpiryLetter {
    pub fn of(row: &certificate::Model, snapshot: Snapshot) -> Self {
        Self {
            kind: row.kind,
            course: snapshot.document.course_name,
            number: snapshot.document.number,
            until: snapshot.document.valid_until.unwrap_or_default(),
            unit: snapshot.unit,
            id: row.cohort_id,
        }
    }
}

impl Letter for CertificateExpiryLetter {
    const TEMPLATE: &'static str = "emails/certification/ending";

    fn subject(&self) -> String {
        match self.kind {
            Kind::Certificado => "Su certificado está por vencer",
            Kind::Constancia => "Su constancia está por vencer",
        }
        .to_owned()
    }

    fn action(&self) -> Option<MailAction> {
        let course: String = byte_serialize(self.course.as_bytes()).collect();
        Some(MailAction::new("Ver los cursos abiertos", format!("/oferta?q={course}")))
    }

    fn unit(&self) -> String {
        labels::unit(&self.unit)
    }

    fn cohort(&self) -> Option<i64> {
        Some(self.id.0)
    }
}

pub fn letter_samples() -> Vec<LetterSample> {
    [
        samples_of::<CertificateReadyLetter>(),
        samples_of::<RevocationLetter>(),
        samples_of::<CertificateExpiryLetter>(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
