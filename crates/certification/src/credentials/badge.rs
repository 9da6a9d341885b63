//! What a credential says, made from the certificate's snapshot: pure.

use chrono::{NaiveDate, NaiveTime};

use cohorts_model::scale::GradeScale;
use credentials::achievement::{
    Achievement, AchievementFacts, AchievementType, Alignment, Evidence, Image, ResultDescription,
    ResultValue,
};
use credentials::badge::{Badge, BadgeFacts, Identity, StatusEntry};
use documents::certificate::Certificate;
use platform::config::Controller;
use platform::texts::{and, say, word};
use platform::{dates, numbers};

use super::addresses;
use crate::entity::certificate::Kind;
use crate::rules::{CertificateRule, INFORMAL_BELOW};
use crate::snapshot::Snapshot;

const FRAMEWORK: &str = "Marco de capacidades municipales";
/// What is known of each time that a course was achieved, after the address of the achievement.
const HOURS: &str = "#horas";
const PLACE: &str = "#lugar";

/// A capacity that the course develops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapacityTarget {
    pub code: String,
    pub name: String,
}

/// A course version as an achievement describes it.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    /// The id of the course version, with which the address of the achievement ends.
    pub version: i64,
    pub name: &'a str,
    /// «curso»
    pub course_type: &'a str,
    pub hours: i64,
    /// «mixta»
    pub modality: &'a str,
    pub rule: CertificateRule,
    pub scale: GradeScale,
    pub demo: bool,
}

/// «Asistir al 80 % o más de las sesiones y obtener una nota final de 3,0 o más (de 0,0 a 5,0).»
fn narrative(rule: &CertificateRule, scale: GradeScale) -> String {
    let mark = rule.pass_mark.map(numbers::tenths);
    let mut parts = vec![format!("Asistir al {} % o más de las sesiones", rule.minimum_attendance)];
    parts.extend(rule.least_hours().map(|least| format!("sumar {least}")));
    parts.extend(
        mark.as_ref()
            .map(|mark| format!("obtener una nota final de {mark} o más (de {})", scale.label())),
    );
    parts.extend(rule.extras.words(mark.as_deref()));
    format!("{}.", and(&parts))
}

fn description(course: &Course<'_>) -> String {
    let mut letters = course.course_type.chars();
    let kind: String = letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default();
    let mut said = format!("{kind} de {} horas, modalidad {}.", course.hours, course.modality);
    if course.hours < i64::from(INFORMAL_BELOW) {
        said.push_str(" Es educación informal: no conduce a título.");
    }
    if course.demo {
        said.push_str(" Es una demostración, sin validez.");
    }
    said
}

pub fn achievement(
    public_url: &str,
    course: &Course<'_>,
    targets: &[CapacityTarget],
) -> Achievement {
    let kind = match course.rule.kind {
        Kind::Certificado => AchievementType::CertificateOfCompletion,
        Kind::Constancia => AchievementType::Badge,
    };
    let alignment = targets
        .iter()
        .map(|target| {
            let url = addresses::capacity(public_url, &target.code);
            Alignment::new(FRAMEWORK, &target.code, &target.name, url)
        })
        .collect();
    let id = addresses::achievement(public_url, course.version);
    let hours = Some(course.hours.to_string());
    let credits = u32::try_from(course.hours).ok();
    Achievement::new(AchievementFacts {
        kind,
        name: course.name.to_owned(),
        description: description(course),
        narrative: narrative(&course.rule, course.scale),
        image: Image::new(format!("{id}/insignia.svg"), course.name),
        creator: addresses::creator(public_url, course.demo),
        tag: vec![course.course_type.to_owned(), course.modality.to_owned()],
        credits_available: credits,
        result_description: vec![
            ResultDescription::new(format!("{id}{HOURS}"), "Horas certificadas", "Hours", hours),
            ResultDescription::new(format!("{id}{PLACE}"), "Lugar", "Place", None),
        ],
        alignment,
        id,
    })
}

/// What a credential needs and a snapshot does not hold.
pub struct BadgeContext<'a> {
    pub public_url: &'a str,
    /// The body that answers for the issuer's data; `None` in a demonstration.
    pub controller: Option<&'a Controller>,
    pub kind: Kind,
    pub version: i64,
    pub targets: &'a [CapacityTarget],
    /// An opaque name of the holder, used in this credential alone.
    pub subject: String,
    /// The mail address and the salt of its digest; `None` means that the holder has no mail.
    pub email: Option<(&'a str, String)>,
    pub list: i32,
    pub index: u32,
}

/// The page that verifies the certificate, which says as much as the credential.
fn evidence(paper: &Certificate, kind: Kind) -> Evidence {
    let facts = [("number", paper.number.clone()), ("hours", paper.hours_in_words())];
    let told = match kind {
        Kind::Certificado => say("certification.evidence_certificate", &facts),
        Kind::Constancia => say("certification.evidence_attested", &facts),
    };
    Evidence::new(&paper.verify_url, word("certification.evidence_page"), told)
}

/// The credential of a certificate: its words are those of the snapshot.
pub fn badge(snapshot: &Snapshot, context: BadgeContext<'_>) -> Badge {
    let paper = &snapshot.document;
    let public_url = context.public_url;
    let midnight = |day: NaiveDate| dates::from_bogota(day, NaiveTime::MIN);
    let course = Course {
        version: context.version,
        name: &paper.course_name,
        course_type: &paper.course_type,
        hours: i64::from(paper.course_hours.unwrap_or(paper.hours)),
        modality: &paper.modality,
        rule: CertificateRule {
            kind: context.kind,
            minimum_attendance: snapshot.outcome.minimum_attendance,
            pass_mark: snapshot.outcome.pass_mark,
            least_minutes: snapshot.least_minutes,
            extras: snapshot.outcome.extras(),
        },
        scale: snapshot.outcome.scale,
        demo: paper.demo,
    };
    let achievement = achievement(public_url, &course, context.targets);
    let id = &achievement.id;
    let mut identifier = vec![Identity::name(&paper.full_name)];
    identifier.extend(context.email.map(|(address, salt)| Identity::email(address, &salt)));
    Badge::new(BadgeFacts {
        id: addresses::credential(&paper.verify_url),
        subject: context.subject,
        issuer: addresses::issuer(public_url, context.controller, paper.demo),
        // The document and the credential are of the same instant.
        valid_from: paper.rendered_at,
        // It holds on its last day too.
        valid_until: snapshot.valid_until.and_then(|last| last.succ_opt()).map(midnight),
        identifier,
        number: paper.number.clone(),
        starts_at: midnight(snapshot.starts_on),
        ends_at: midnight(snapshot.ends_on),
        result: vec![
            ResultValue::new(format!("{id}{HOURS}"), paper.hours.to_string()),
            ResultValue::new(format!("{id}{PLACE}"), paper.place.clone()),
        ],
        achievement,
        evidence: vec![evidence(paper, context.kind)],
        status: StatusEntry::new(&addresses::list(public_url, context.list), context.index),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::samples;

    fn made(email: Option<&str>) -> Badge {
        made_of(&samples::snapshot(), email)
    }

    fn made_of(snapshot: &Snapshot, email: Option<&str>) -> Badge {
        let controller = Controller {
            name: "Escuela".into(),
            nit: "899.999.054-7".into(),
            address: "Calle 44 # 53-37, Bogotá".into(),
            mail: "certificados@escuela.example".into(),
        };
        let target = CapacityTarget { code: "TRI-01".into(), name: "Recursos propios".into() };
        badge(
            snapshot,
            BadgeContext {
                public_url: "https://formacion.example",
                controller: Some(&controller),
                kind: Kind::Certificado,
                version: 4,
                targets: &[target],
                subject: "urn:uuid:0".into(),
                email: email.map(|address| (address, "sal".to_owned())),
                list: 1,
                index: 94_567,
            },
        )
    }

    #[test]
    fn it_says_what_the_paper_says_and_never_the_document() {
        let badge = made(Some("luz@pueblo.example"));
        let text = serde_json::to_string(&badge).expect("is written");
        for secret in ["1.234.567", "1234567", "CC 1", "luz@pueblo"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert_eq!(badge.holder(), Some("Luz Marcela Guayacán Ñandú"));
        assert_eq!(badge.credential_subject.license_number, "2026-000123");
        assert_eq!(
            badge.id,
            "https://formacion.example/verificar/7F3K52QDMAPIRIPANLOBO234XY/credencial"
        );
        let achievement = &badge.credential_subject.achievement;
        assert_eq!(
            achievement.criteria.narrative,
            "Asistir al 80 % o más de las sesiones y obtener una nota final de 3,0 o más (de 0,0 a 5,0)."
        );
        assert_eq!(
            achievement.description,
            "Curso de 40 horas, modalidad mixta. Es educación informal: no conduce a título. Es una demostración, sin validez."
        );
        assert_eq!((achievement.alignment.len(), achievement.credits_available), (1, Some(40)));
        let page = "https://formacion.example/verificar/7F3K52QDMAPIRIPANLOBO234XY";
        assert_eq!(badge.evidence[0].id, page);
        assert!(badge.issuer.name.contains("demostración"));
        assert_eq!(badge.issuer.email.as_deref(), Some("certificados@escuela.example"));
        let others: Vec<_> =
            badge.issuer.other_identifier.iter().map(|one| &one.identifier).collect();
        assert_eq!(others, ["did:web:formacion.example", "899.999.054-7"]);
        let values: Vec<_> = badge.credential_subject.result.iter().map(|one| &one.value).collect();
        assert_eq!(values, ["40", "Mapiripán (Meta)"], "hours and place are data");
        assert_eq!(badge.awarded_date, Some(badge.valid_from));
        assert!(badge.credential_subject.identifier[1].is_of("luz@pueblo.example"));
    }

    #[test]
    fn a_certificate_of_a_part_is_of_the_whole_course_and_tells_its_own_hours() {
        let mut contents = samples::contents();
        contents.hours = 20;
        contents.rule.least_minutes = 960;
        let badge = made_of(&samples::snapshot_of(&contents), None);
        let subject = &badge.credential_subject;
        assert_eq!(subject.achievement.credits_available, Some(40));
        assert_eq!(subject.result[0].value, "20");
        let asked = "Asistir al 80 % o más de las sesiones, sumar al menos 16 horas de asistencia y obtener";
        assert!(subject.achievement.criteria.narrative.starts_with(asked));
        assert!(badge.evidence[0].narrative.ends_with("Certifica 20 de las 40 horas del curso."));
    }

    #[test]
    fn whoever_has_no_mail_is_named_all_the_same() {
        assert_eq!(made(None).credential_subject.identifier.len(), 1);
    }
}
