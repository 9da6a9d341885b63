//! What a certificate says, frozen on the day it is issued (R52). Kept as JSON text beside its
//! digest; the PDF and the public page are made from it and from nothing else, so that a later
//! change of name, course or municipality changes nothing that was certified.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use cohorts_model::scale::Scale;
use documents::certificate::{self as paper, Certificate, Signer};
use people_model::entity::person;
use people_model::rules::{document_label, full_name, masked_document};
use platform::errors::AppError;
use platform::{dates, secrets};

use super::entity::certificate::Kind;
use super::rules::{self, Extras, Product, Progress, Rule, Survey};
use super::templates::queries::InUse;

pub mod samples;

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
    /// The last day on which it holds; left out where it holds for ever, so that what was frozen
    /// before it could end keeps its digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<NaiveDate>,
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
    /// What else the rule asked for, and how it stood; each is left out where it was not asked, so
    /// that what was frozen before it could be keeps its digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Approved>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Heard>,
}

/// Hours asked for, and minutes attended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub minimum: i32,
    pub minutes_attended: u32,
}

/// A product that was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    pub name: String,
    pub tenths: i32,
}

/// Whether the survey was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    Answered,
    /// The person was not asked, which is held against nobody.
    NotAsked,
}

impl Outcome {
    pub fn of(rule: &Rule, scale: Scale, progress: &Progress) -> Self {
        let approved = |product: &Product| {
            Some(Approved { name: product.name.clone(), tenths: product.tenths? })
        };
        let products = progress.products.iter().filter(|_| rule.extras.product);
        Self {
            minimum_attendance: rule.minimum_attendance,
            sessions_attended: progress.attendance.attended,
            sessions_held: progress.attendance.held,
            pass_mark: rule.pass_mark,
            final_grade: rule.pass_mark.and_then(|_| progress.grade.tenths()),
            scale,
            hours: rule
                .extras
                .minimum_hours
                .map(|minimum| Hours { minimum, minutes_attended: progress.attendance.credited }),
            products: products.filter_map(approved).collect(),
            survey: rule.extras.survey.then_some(match progress.survey {
                Survey::Answered => Heard::Answered,
                _ => Heard::NotAsked,
            }),
        }
    }
}

impl Outcome {
    /// What the rule asked for beside attendance and grade.
    pub fn extras(&self) -> Extras {
        Extras {
            product: !self.products.is_empty(),
            survey: self.survey.is_some(),
            minimum_hours: self.hours.as_ref().map(|hours| hours.minimum),
        }
    }
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
    /// Months that it holds; empty holds for ever.
    pub months: Option<i32>,
    pub unit: String,
    /// The city where the unit is.
    pub issued_in: String,
    pub demo: bool,
    /// How its document is worded.
    pub template: InUse,
}

/// Whose certificate, as the documents of the person say today.
#[derive(Clone, Debug)]
pub struct Holder {
    pub full_name: String,
    pub document_label: String,
    pub masked_document: String,
}

impl Holder {
    pub fn of(person: &person::Model) -> Self {
        Self {
            full_name: full_name(person),
            document_label: document_label(person.document_type, &person.document_number),
            masked_document: masked_document(person.document_type, &person.document_number),
        }
    }
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
    /// The last day on which it holds.
    pub valid_until: Option<NaiveDate>,
}

impl Snapshot {
    /// Freezes.
    pub fn new(offer: &Offer, holder: Holder, progress: &Progress, marks: Marks) -> Self {
        let kind = match offer.rule.kind {
            Kind::Certificado => paper::Kind::Certificado,
            Kind::Constancia => paper::Kind::Constancia,
        };
        let InUse { document, version, template } = &offer.template;
        let words = Certificate {
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
            signers: template.signing(marks.signer),
            valid_until: marks.valid_until.map(dates::long),
            look: None,
            number: marks.number,
            display_code: super::codes::display(&marks.code),
            verify_url: format!("{}/verificar/{}", marks.public_url, marks.code),
            demo: offer.demo,
            rendered_at: marks.issued_at,
        };
        let look = Some(template.look(*document, *version, &words));
        Self {
            template: paper::TEMPLATE.to_owned(),
            document: Certificate { look, ..words },
            masked_document: holder.masked_document,
            unit: offer.unit.clone(),
            starts_on: offer.starts_on,
            ends_on: offer.ends_on,
            valid_until: marks.valid_until,
            outcome: Outcome::of(&offer.rule, offer.scale, progress),
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

    /// The digests of the drawn signatures that its document needs.
    pub fn drawings(&self) -> Vec<String> {
        self.document.signers.iter().filter_map(|signer| signer.drawing.clone()).collect()
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

    /// What was frozen before certificates had a look is read, digested and printed as it was.
    #[test]
    fn an_old_snapshot_keeps_its_text_and_its_document() {
        let old = include_str!("snapshot_1.json").trim_end();
        let snapshot = Snapshot::read(old).expect("is read");
        assert_eq!(snapshot.template, paper::FIRST);
        assert_eq!(snapshot.frozen().expect("is written").0, old);
        // The bytes of its document are held by a digest in the crate that makes them.
        assert!(paper::pdf(&snapshot.document).is_ok());
    }

    #[test]
    fn the_words_of_a_template_are_frozen_with_its_version() {
        let mut offer = samples::offer();
        offer.template.version = 7;
        offer.template.template.signers = vec![Signer::new("Ángela Ñuñez", "Rectora")];
        let snapshot = samples::snapshot_of(&offer);
        let look = snapshot.document.look.as_ref().expect("a look");
        assert_eq!(
            (look.version, look.deed.as_str()),
            (7, "C. C. 1.234.567, participó y aprobó el curso")
        );
        let signers: Vec<&str> =
            snapshot.document.signers.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(signers, ["Ángela Ñuñez", "Lucía Quiñones"]);
    }

    #[test]
    fn a_rule_that_asks_for_no_more_freezes_what_it_always_did() {
        let snapshot = samples::snapshot();
        let outcome = serde_json::to_string(&snapshot.outcome).expect("is written");
        assert_eq!(
            outcome,
            r#"{"minimum_attendance":80,"sessions_attended":9,"sessions_held":10,"pass_mark":30,"final_grade":42}"#
        );
        let mut more = snapshot.outcome.clone();
        more.hours = Some(Hours { minimum: 32, minutes_attended: 2_160 });
        more.products = vec![Approved { name: "Plan de cobro".into(), tenths: 41 }];
        more.survey = Some(Heard::Answered);
        let text = serde_json::to_string(&more).expect("is written");
        assert_eq!(serde_json::from_str::<Outcome>(&text).expect("is read"), more);
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
