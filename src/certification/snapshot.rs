//! What a certificate says, frozen on the day it is issued (R52). Kept as JSON text beside its
//! digest; the PDF and the public page are made from it and from nothing else, so that a later
//! change of name, course or municipality changes nothing that was certified.

use chrono::{DateTime, NaiveDate, Utc};
use documents::certificate::{self as paper, Certificate, Signer};
use serde::{Deserialize, Serialize};

use super::entity::certificate::Kind;
use super::rules::{self, Progress, Rule};
use crate::cohorts::scale::Scale;
use crate::platform::dates;
use crate::platform::errors::AppError;
use crate::platform::secrets;

/// Who answers for every certificate.
const ISSUER: &str = "La Escuela Superior de Administración Pública";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The document's template, by name and version.
    pub template: String,
    /// Every word on the paper.
    pub document: Certificate,
    /// «CC 1.***.*67»: what strangers who verify may see (R54).
    pub masked_document: String,
    pub unit: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub outcome: Outcome,
}

/// How the rule stood for the person when it was issued (R51).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub minimum_attendance: i32,
    pub sessions_attended: u32,
    pub sessions_held: u32,
    /// Tenths.
    pub pass_mark: Option<i32>,
    /// Tenths.
    pub final_grade: Option<i32>,
    /// Of both; left out where it is the usual one, so that what was frozen before it could be
    /// another keeps its digest.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub scale: Scale,
}

fn is_usual(scale: &Scale) -> bool {
    *scale == Scale::default()
}

/// What all certificates of a cohort have in common.
#[derive(Clone, Debug)]
pub struct Offer {
    pub rule: Rule,
    /// On what the cohort grades.
    pub scale: Scale,
    /// «curso», as the catalogue calls it.
    pub course_type: String,
    pub course_name: String,
    pub hours: i32,
    pub modality: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub place: String,
    pub contents: Vec<String>,
    pub capacities: Vec<String>,
    pub unit: String,
    /// The city where the unit is.
    pub issued_in: String,
    pub demo: bool,
}

/// Whose certificate, as the documents of the person say today.
#[derive(Clone, Debug)]
pub struct Holder {
    pub full_name: String,
    pub document_label: String,
    pub masked_document: String,
}

/// What only this certificate has.
#[derive(Clone, Debug)]
pub struct Marks {
    /// «2026-000123»
    pub number: String,
    pub code: String,
    /// The product's public address, without a slash at the end.
    pub public_url: String,
    pub issued_at: DateTime<Utc>,
    pub signer: Signer,
}

impl Snapshot {
    /// Freezes.
    pub fn new(offer: &Offer, holder: Holder, progress: &Progress, marks: Marks) -> Self {
        let kind = match offer.rule.kind {
            Kind::Certificado => paper::Kind::Certificado,
            Kind::Constancia => paper::Kind::Constancia,
        };
        let document = Certificate {
            kind,
            issuer: ISSUER.to_owned(),
            full_name: holder.full_name,
            document_label: holder.document_label,
            approved: offer.rule.kind == Kind::Certificado,
            course_type: offer.course_type.clone(),
            course_name: offer.course_name.clone(),
            hours: u32::try_from(offer.hours).unwrap_or(0),
            modality: offer.modality.clone(),
            dates: capitalised(&dates::period(offer.starts_on, offer.ends_on)),
            place: offer.place.clone(),
            contents: offer.contents.clone(),
            capacities: offer.capacities.clone(),
            informal_education: offer.hours < rules::INFORMAL_BELOW,
            issued_in: offer.issued_in.clone(),
            issued_on: dates::long(dates::bogota_date(marks.issued_at)),
            signers: vec![marks.signer],
            number: marks.number,
            display_code: super::codes::display(&marks.code),
            verify_url: format!("{}/verificar/{}", marks.public_url, marks.code),
            demo: offer.demo,
            rendered_at: marks.issued_at,
        };
        Self {
            template: paper::TEMPLATE.to_owned(),
            document,
            masked_document: holder.masked_document,
            unit: offer.unit.clone(),
            starts_on: offer.starts_on,
            ends_on: offer.ends_on,
            outcome: Outcome {
                minimum_attendance: offer.rule.minimum_attendance,
                sessions_attended: progress.attendance.attended,
                sessions_held: progress.attendance.held,
                pass_mark: offer.rule.pass_mark,
                final_grade: offer.rule.pass_mark.and_then(|_| progress.grade.tenths()),
                scale: offer.scale,
            },
        }
    }

    /// The text that is stored, and its digest.
    pub fn frozen(&self) -> Result<(String, String), AppError> {
        let text =
            serde_json::to_string(self).map_err(|error| AppError::Internal(error.to_string()))?;
        let digest = secrets::digest(&text);
        Ok((text, digest))
    }

    /// Reads a stored text.
    pub fn read(text: &str) -> Result<Self, AppError> {
        serde_json::from_str(text).map_err(|error| AppError::Internal(format!("snapshot: {error}")))
    }

    /// The first character that the document's fonts do not have, in anything that people typed.
    pub fn unprintable(&self) -> Option<char> {
        let paper = &self.document;
        let texts = [
            &paper.full_name,
            &paper.document_label,
            &paper.course_name,
            &paper.place,
            &paper.issued_in,
        ];
        let signers = paper.signers.iter().flat_map(|signer| [&signer.name, &signer.position]);
        texts
            .into_iter()
            .chain(signers)
            .chain(&paper.contents)
            .chain(&paper.capacities)
            .find_map(|text| documents::unprintable(text))
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
pub mod samples {
    //! A certificate for the tests and samples of this capability.

    use super::*;
    use crate::enrolment::entity::enrolment::Stage as Place;

    pub fn offer() -> Offer {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap_or_default();
        Offer {
            scale: Scale::Five,
            rule: Rule::of("curso", 80, Some(30)),
            course_type: "curso".into(),
            course_name: "Gestión tributaria territorial".into(),
            hours: 40,
            modality: "mixta".into(),
            starts_on: day(3),
            ends_on: day(27),
            place: "Mapiripán (Meta)".into(),
            contents: vec!["Estatuto de rentas".into()],
            capacities: vec!["Movilización de recursos propios".into()],
            unit: "Meta, Guaviare, Guainía, Vaupés y Vichada".into(),
            issued_in: "Villavicencio".into(),
            demo: true,
        }
    }

    pub fn snapshot() -> Snapshot {
        let progress = Progress {
            place: Place::Confirmed,
            attendance: rules::Totals { attended: 9, held: 10, ..Default::default() },
            grade: rules::FinalGrade::Grade(42),
        };
        let holder = Holder {
            full_name: "Luz Marcela Guayacán Ñandú".into(),
            document_label: "C. C. 1.234.567".into(),
            masked_document: "CC 1.***.*67".into(),
        };
        let marks = Marks {
            number: "2026-000123".into(),
            code: "7F3K52QDMAPIRIPANLOBO234XY".into(),
            public_url: "https://formacion.example".into(),
            issued_at: DateTime::from_timestamp(1_796_054_400, 0).unwrap_or_default(),
            signer: Signer {
                name: "Lucía Quiñones".into(),
                position: "Coordinación académica territorial".into(),
            },
        };
        Snapshot::new(&offer(), holder, &progress, marks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_frozen_is_read_back_and_its_digest_tells_any_change() {
        let snapshot = samples::snapshot();
        let (text, digest) = snapshot.frozen().expect("is written");
        assert_eq!(Snapshot::read(&text).expect("is read"), snapshot);
        assert_eq!(secrets::digest(&text), digest);
        assert_ne!(secrets::digest(text.replace("Luz", "Paz")), digest);
    }

    #[test]
    fn the_same_snapshot_is_the_same_document() {
        let snapshot = samples::snapshot();
        let one = paper::pdf(&snapshot.document).expect("a document");
        assert!(one.starts_with(b"%PDF-"));
        assert_eq!(one, paper::pdf(&snapshot.document).expect("a document"));
    }

    #[test]
    fn a_name_that_cannot_be_printed_is_known_before_issuing() {
        let mut snapshot = samples::snapshot();
        assert_eq!(snapshot.unprintable(), None);
        snapshot.document.full_name = "Ana 😀".into();
        assert_eq!(snapshot.unprintable(), Some('😀'));
    }
}
