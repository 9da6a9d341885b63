//! The rule that decides who has earned a certificate, and which requirement a person does not
//! meet (R51).
//!
//! The page shows the same judgement to the person while the course runs and to the coordinator
//! before issuing, and the refusal repeats it: one rule, one wording. Pure: facts come in, sentences
//! go out. `judgement` holds what the rule says of one person; `requirements` judges each
//! requirement by itself.

mod judgement;
mod requirements;

use chrono::{DateTime, TimeDelta, Utc};

use cohorts_model::entity::cohort::{self, Stage as CohortStage};
use cohorts_model::entity::session;
use cohorts_model::progress::SessionProgress;
use cohorts_model::timetable::{self, CourseHours};
use courses_model::entity::course_version;
use enrolment_model::entity::enrolment::Stage as EnrolmentStage;

pub use self::judgement::{Judgement, Requirement, RequirementResult, RequirementStanding};
use self::requirements::{
    attendance, ending, enrolment, grade, hours_of, products, survey, too_few_hours,
};
pub use super::entity::certificate::Kind;
use super::refusals::CertificationRefusal;
pub use assessment_model::rules::FinalGrade;
pub use attendance_model::rules::Totals;
pub use courses_model::extras::Extras;
pub use surveys_model::rules::SurveyStanding as Survey;

/// Types of course that end in a constancia whatever their version says (R59).
const ATTENDED_ONLY: &[&str] = &["conversatorio", "webinar"];

/// A course of fewer hours than these is informal education (domain: informal is under 160 h).
pub const INFORMAL_BELOW: i32 = 160;

/// Returns what a course ends in: a certificado says that the person passed; where nothing is passed,
/// a constancia says that the person took part (R59).
pub fn kind_of(offer_type: &str, pass_mark: Option<i32>) -> Kind {
    if ATTENDED_ONLY.contains(&offer_type) || pass_mark.is_none() {
        Kind::Constancia
    } else {
        Kind::Certificado
    }
}

/// Returns the printed number: «HUI-2026-000123». Each unit counts for itself, so that its acronym makes
/// the number the only one in the country; certificates of before keep the number without it.
pub fn number(unit: &str, year: i32, sequence: i32) -> String {
    format!("{unit}-{year}-{sequence:06}")
}

/// The rule of a cohort, frozen when the cohort was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateRule {
    pub kind: Kind,
    /// Percent, 0 to 100.
    pub minimum_attendance: i32,
    /// Tenths, 0 to 50; `None` where nothing is graded or the grade does not count.
    pub pass_mark: Option<i32>,
    /// What the rule requires beside attendance and grade.
    pub extras: Extras,
    /// The minutes that somebody attends at least, however few sessions count for that person: the
    /// percentage is of those alone (R35, R83). 0 where the course asks its sessions for no hours.
    pub least_minutes: u32,
}

impl CertificateRule {
    /// Returns the rule of a cohort with these sessions; `version` is its course version.
    pub fn of(
        version: &course_version::Model,
        cohort: &cohort::Model,
        sessions: &[session::Model],
    ) -> Self {
        let percent = cohort.minimum_attendance;
        let hours = CourseHours::of(version, cohort);
        Self {
            least_minutes: hours.least_minutes(timetable::taught(sessions), percent),
            ..Self::new(&version.offer_type, percent, cohort.pass(), cohort.extras())
        }
    }

    /// Returns the rule of a course, for a cohort whose sessions add up to its hours.
    pub fn of_course(version: &course_version::Model) -> Self {
        let percent = version.minimum_attendance;
        let hours = CourseHours { hours: version.hours, share: version.hours_share };
        let taught = TimeDelta::hours(version.hours.into());
        Self {
            least_minutes: hours.least_minutes(taught, percent),
            ..Self::new(&version.offer_type, percent, version.pass_mark, version.extras())
        }
    }

    pub fn new(
        offer_type: &str,
        minimum_attendance: i32,
        pass_mark: Option<i32>,
        extras: Extras,
    ) -> Self {
        let kind = kind_of(offer_type, pass_mark);
        Self {
            kind,
            minimum_attendance,
            // A constancia says that the person took part: the rule requires no grade and no product.
            pass_mark: pass_mark.filter(|_| kind == Kind::Certificado),
            extras: Extras { product: extras.product && kind == Kind::Certificado, ..extras },
            least_minutes: 0,
        }
    }

    /// «al menos 10 horas y 14 minutos de asistencia», wherever the rule is told; `None` where it asks for
    /// no hours.
    pub fn least_hours(&self) -> Option<String> {
        timetable::least_hours(self.least_minutes)
    }
}

/// How far the cohort is: certificates are issued after it is closed, not before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CohortStatus {
    pub stage: CohortStage,
    /// Number of sessions that have not ended yet; cancelled ones do not count.
    pub sessions_left: u32,
    /// Number of sessions that ended and whose list nobody has passed.
    pub unlisted: u32,
}

impl CohortStatus {
    /// Returns how far a cohort is once the time of all its sessions is over.
    pub fn of(stage: CohortStage, sessions: &[session::Model]) -> Self {
        Self::at(stage, sessions, DateTime::<Utc>::MAX_UTC)
    }

    /// Returns how far a cohort is at a moment.
    pub fn at(stage: CohortStage, sessions: &[session::Model], now: DateTime<Utc>) -> Self {
        let count = |wanted: &dyn Fn(&session::Model) -> bool| {
            let all = sessions.iter().filter(|session| wanted(session));
            u32::try_from(all.count()).unwrap_or(u32::MAX)
        };
        Self {
            stage,
            sessions_left: count(&|session| session.is_ahead(now)),
            unlisted: count(&|session| session.progress(now) == SessionProgress::Unlisted),
        }
    }
}

/// What one person has achieved so far: all the facts that the rule judges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LearnerProgress {
    /// Only a confirmed enrolment earns a certificate.
    pub stage: EnrolmentStage,
    pub attendance: Totals,
    pub grade: FinalGrade,
    /// One for each product that the cohort asks for, in the order of its activities.
    pub products: Vec<ProductResult>,
    pub survey: Survey,
}

/// What became of one product of one person. A product with a grade counts as made even if it was
/// not submitted here: where there is no network, it reaches the grader by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductResult {
    pub name: String,
    pub is_submitted: bool,
    /// The grade in tenths; `None` means that nobody graded it yet.
    pub tenths: Option<i32>,
}

/// Applies the rule: enrolment, attendance, its further requirements, and the end of the cohort.
pub fn judge(
    rule: &CertificateRule,
    cohort: &CohortStatus,
    progress: &LearnerProgress,
) -> Judgement {
    let mut parts = vec![enrolment(progress.stage), attendance(rule, progress.attendance)];
    if let Some(minimum) = rule.extras.minimum_hours {
        parts.push(hours_of(minimum, progress.attendance));
    }
    // Where attendance fails already, its percentage says more.
    if parts.iter().all(|part| part.standing != RequirementStanding::Failed) {
        parts.extend(too_few_hours(rule.least_minutes, progress.attendance));
    }
    if let Some(pass_mark) = rule.pass_mark {
        parts.push(grade(pass_mark, &progress.grade, cohort));
        if rule.extras.product {
            parts.push(products(pass_mark, &progress.products, cohort));
        }
    }
    if rule.extras.survey {
        parts.push(survey(progress.survey));
    }
    parts.push(ending(cohort));
    Judgement { parts }
}

/// Checks that the cohort is closed. Certificates are issued for closed cohorts only: from then on
/// marks, grades and enrolments stand still, so that nothing changes behind a certificate (R51, R56).
///
/// # Errors
/// Refused while the cohort is open, with what is missing, and when it was cancelled.
pub fn is_over(cohort: &CohortStatus) -> Result<(), CertificationRefusal> {
    match (cohort.stage, cohort.sessions_left) {
        (CohortStage::Closed, _) => Ok(()),
        (CohortStage::Cancelled, _) => Err(CertificationRefusal::CohortCancelled),
        (CohortStage::Running, 0) => Err(CertificationRefusal::NotClosed),
        _ => Err(CertificationRefusal::SessionsNotOver),
    }
}

/// The characters of a public reason, which stands on a page for ever.
pub const REASON: std::ops::RangeInclusive<usize> = 10..=300;

/// Returns the reason of a revocation as it will be published (R55).
///
/// # Errors
/// Refused when it is shorter or longer than [`REASON`].
pub fn reason(typed: &str) -> Result<&str, CertificationRefusal> {
    let typed = typed.trim();
    if REASON.contains(&typed.chars().count()) {
        Ok(typed)
    } else {
        Err(CertificationRefusal::ReasonLength)
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
