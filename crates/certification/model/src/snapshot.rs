//! What a certificate says, frozen on the day it is issued (R52). Kept as JSON text beside its
//! digest; the PDF and the public page are made from it and from nothing else, so that a later
//! change of name, course or municipality changes nothing that was certified.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use cohorts_model::scale::GradeScale;
use documents::certificate::{self as paper, Certificate, Signer};
use people_model::entity::person;
use people_model::rules::{NameParts, document_label, full_name, masked_document};
use platform::errors::AppError;
use platform::texts::capitalised;
use platform::{dates, secrets};
use territory_model::labels;

use super::entity::certificate::Kind;
use super::rules::{self, CertificateRule, Extras, LearnerProgress, ProductResult, Survey};
use super::templates::queries::NumberedTemplate;

pub mod samples;

/// The issuer of every certificate.
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
    /// The minutes of attendance that the rule asked for at least; left out where it asked for none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub least_minutes: u32,
    pub outcome: RuleOutcome,
}

fn is_none(minutes: &u32) -> bool {
    *minutes == 0
}

/// How the rule stood for the person when it was issued (R51).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleOutcome {
    pub minimum_attendance: i32,
    pub sessions_attended: u32,
    pub sessions_held: u32,
    /// Tenths.
    pub pass_mark: Option<i32>,
    /// Tenths.
    pub final_grade: Option<i32>,
    /// The scale of both grades; left out where it is the default, so that a snapshot from before there
    /// were other scales keeps its digest.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub scale: GradeScale,
    /// What else the rule asked for, and how it stood; each is left out where it was not asked, so
    /// that what was frozen before it could be keeps its digest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursAttended>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<ProductGrade>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyStatus>,
}

/// The hours that the rule required, and the minutes that the person attended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursAttended {
    pub minimum: i32,
    pub minutes_attended: u32,
}

/// A product that was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductGrade {
    pub name: String,
    pub tenths: i32,
}

/// Whether the survey was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyStatus {
    Answered,
    /// The person was not asked for it, which counts as met.
    NotAsked,
}

impl RuleOutcome {
    pub fn of(rule: &CertificateRule, scale: GradeScale, progress: &LearnerProgress) -> Self {
        let approved = |product: &ProductResult| {
            Some(ProductGrade { name: product.name.clone(), tenths: product.tenths? })
        };
        let products = progress.products.iter().filter(|_| rule.extras.product);
        Self {
            minimum_attendance: rule.minimum_attendance,
            sessions_attended: progress.attendance.attended,
            sessions_held: progress.attendance.held,
            pass_mark: rule.pass_mark,
            final_grade: rule.pass_mark.and_then(|_| progress.grade.tenths()),
            scale,
            hours: rule.extras.minimum_hours.map(|minimum| HoursAttended {
                minimum,
                minutes_attended: progress.attendance.credited,
            }),
            products: products.filter_map(approved).collect(),
            survey: rule.extras.survey.then_some(match progress.survey {
                Survey::Answered => SurveyStatus::Answered,
                _ => SurveyStatus::NotAsked,
            }),
        }
    }
}

impl RuleOutcome {
    /// What the rule asked for beside attendance and grade.
    pub fn extras(&self) -> Extras {
        Extras {
            product: !self.products.is_empty(),
            survey: self.survey.is_some(),
            minimum_hours: self.hours.as_ref().map(|hours| hours.minimum),
        }
    }
}

fn is_usual(scale: &GradeScale) -> bool {
    *scale == GradeScale::default()
}

/// What all certificates of a cohort have in common.
#[derive(Clone, Debug)]
pub struct CertificateContents {
    pub rule: CertificateRule,
    /// The scale of the cohort's grades.
    pub scale: GradeScale,
    /// «curso», as the catalogue calls it.
    pub course_type: String,
    pub course_name: String,
    /// Those that are certified.
    pub hours: i32,
    pub course_hours: i32,
    pub modality: String,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub place: String,
    pub contents: Vec<String>,
    pub capacities: Vec<String>,
    /// Number of months that a certificate is valid; `None` means for ever.
    pub months: Option<i32>,
    pub unit: String,
    /// The municipality where it was taught, where somebody said so; else the city where the unit is.
    pub issued_in: String,
    pub demo: bool,
    /// The template that words the document.
    pub template: NumberedTemplate,
}

/// The person as their documents name them on the day of the issue.
#[derive(Clone, Debug)]
pub struct SnapshotHolder {
    pub full_name: String,
    pub given_names: String,
    pub document_label: String,
    pub masked_document: String,
}

impl SnapshotHolder {
    pub fn of(person: &person::Model) -> Self {
        Self {
            full_name: full_name(person),
            given_names: NameParts::of(person).given(),
            document_label: document_label(person.document_type, &person.document_number),
            masked_document: masked_document(person.document_type, &person.document_number),
        }
    }
}

/// What belongs to one certificate alone.
#[derive(Clone, Debug)]
pub struct IssueDetails {
    /// «HUI-2026-000123»
    pub number: String,
    pub code: String,
    /// The product's public address, without a slash at the end.
    pub public_url: String,
    pub issued_at: DateTime<Utc>,
    pub signer: Signer,
    /// The last day on which it is valid; `None` means for ever.
    pub valid_until: Option<NaiveDate>,
}

impl Snapshot {
    /// Freezes what the certificate of one person says.
    pub fn new(
        contents: &CertificateContents,
        holder: SnapshotHolder,
        progress: &LearnerProgress,
        details: IssueDetails,
    ) -> Self {
        let kind = match contents.rule.kind {
            Kind::Certificado => paper::Kind::Certificado,
            Kind::Constancia => paper::Kind::Constancia,
        };
        let NumberedTemplate { document, version, template } = &contents.template;
        let words = Certificate {
            kind,
            issuer: ISSUER.to_owned(),
            full_name: holder.full_name,
            given_names: Some(holder.given_names),
            document_label: holder.document_label,
            approved: contents.rule.kind == Kind::Certificado,
            course_type: contents.course_type.clone(),
            course_name: contents.course_name.clone(),
            hours: u32::try_from(contents.hours).unwrap_or(0),
            modality: contents.modality.clone(),
            dates: capitalised(&dates::period(contents.starts_on, contents.ends_on)),
            place: contents.place.clone(),
            contents: contents.contents.clone(),
            capacities: contents.capacities.clone(),
            informal_education: contents.hours < rules::INFORMAL_BELOW,
            issued_in: contents.issued_in.clone(),
            issued_on: dates::long(dates::bogota_date(details.issued_at)),
            signers: template.signing(details.signer),
            valid_until: details.valid_until.map(dates::long),
            unit: Some(labels::unit(&contents.unit)),
            course_hours: (contents.hours < contents.course_hours)
                .then(|| u32::try_from(contents.course_hours).unwrap_or(0)),
            look: None,
            number: details.number,
            display_code: super::codes::display(&details.code),
            verify_url: format!("{}/verificar/{}", details.public_url, details.code),
            demo: contents.demo,
            rendered_at: details.issued_at,
        };
        let look = Some(template.look(*document, *version, &words));
        Self {
            template: paper::TEMPLATE.to_owned(),
            document: Certificate { look, ..words },
            masked_document: holder.masked_document,
            unit: contents.unit.clone(),
            starts_on: contents.starts_on,
            ends_on: contents.ends_on,
            valid_until: details.valid_until,
            least_minutes: contents.rule.least_minutes,
            outcome: RuleOutcome::of(&contents.rule, contents.scale, progress),
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

    /// Returns the digests of the signature images that its document needs.
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
        let mut contents = samples::contents();
        contents.template.version = 7;
        contents.template.template.signers = vec![Signer::new("Ángela Ñuñez", "Rectora")];
        let snapshot = samples::snapshot_of(&contents);
        let look = snapshot.document.look.as_ref().expect("a look");
        assert_eq!(
            (look.version, look.deed.as_str()),
            (7, "C. C. 1.234.567, participó y aprobó el curso")
        );
        let signers: Vec<&str> =
            snapshot.document.signers.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(signers, ["Ángela Ñuñez", "Lucía Quiñones"]);
    }

    /// R83: a certificate of a part says so; of the whole course it says no more than before.
    #[test]
    fn a_certificate_of_a_part_says_of_how_many_hours() {
        let mut contents = samples::contents();
        let whole = samples::snapshot_of(&contents);
        assert_eq!((whole.document.course_hours, whole.least_minutes), (None, 0));
        let unit = "Dirección territorial Meta, Guaviare, Guainía, Vaupés y Vichada";
        assert_eq!(whole.document.unit.as_deref(), Some(unit));
        contents.hours = 20;
        contents.rule.least_minutes = 960;
        let part = samples::snapshot_of(&contents);
        assert_eq!(part.document.hours_in_words(), "20 de las 40 horas del curso");
        let (text, _) = part.frozen().expect("is written");
        assert_eq!(Snapshot::read(&text).expect("is read").least_minutes, 960);
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
        more.hours = Some(HoursAttended { minimum: 32, minutes_attended: 2_160 });
        more.products = vec![ProductGrade { name: "Plan de cobro".into(), tenths: 41 }];
        more.survey = Some(SurveyStatus::Answered);
        let text = serde_json::to_string(&more).expect("is written");
        assert_eq!(serde_json::from_str::<RuleOutcome>(&text).expect("is read"), more);
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
