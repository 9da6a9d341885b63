//! What a rubric amounts to, until when a product comes in, and when its grade stands: pure.
//!
//! A rubric is a table of criteria, which weigh, and levels, which earn tenths of the scale; what a
//! grader gives is Σ weight × level ÷ 100, rounded half up to a tenth (R48).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use cohorts_model::entity::cohort;
use cohorts_model::scale::GradeScale;
use enrolment_model::entity::enrolment;
use platform::example::Example;

use super::entity::product::{LatePolicy, Model as Product, SubmissionMedium};
use super::refusals::ProductRefusal;

/// Criteria that a page and a grader's patience hold.
pub const MOST_CRITERIA: usize = 8;
/// Levels from best to worst.
pub const LEVELS: std::ops::RangeInclusive<usize> = 2..=5;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Example)]
pub struct Rubric {
    /// From the best to the worst.
    pub levels: Vec<RubricLevel>,
    pub criteria: Vec<RubricCriterion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Example)]
pub struct RubricLevel {
    pub name: String,
    /// What the level earns, in tenths of the cohort's scale.
    pub tenths: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Example)]
pub struct RubricCriterion {
    pub name: String,
    /// Percent of the grade.
    pub weight: i32,
    /// What is expected at each level, in their order.
    pub expected: Vec<String>,
}

impl Rubric {
    /// What a form offers first: three criteria that fit any product of a municipality.
    pub fn usual(scale: GradeScale) -> Self {
        let level =
            |name: &str, five| RubricLevel { name: name.to_owned(), tenths: scale.of_five(five) };
        let criterion = |name: &str, weight, expected: [&str; 4]| RubricCriterion {
            name: name.to_owned(),
            weight,
            expected: expected.map(str::to_owned).to_vec(),
        };
        Self {
            levels: vec![
                level("Excelente", 50),
                level("Bueno", 40),
                level("Aceptable", 30),
                level("Insuficiente", 10),
            ],
            criteria: vec![
                criterion(
                    "Pertinencia para el municipio",
                    40,
                    [
                        "Resuelve una necesidad real del municipio, con sus datos",
                        "Resuelve una necesidad real, con algunos datos del municipio",
                        "Es general: serviría igual en otro municipio",
                        "No responde a una necesidad del municipio",
                    ],
                ),
                criterion(
                    "Calidad técnica",
                    40,
                    [
                        "Aplica sin errores las normas y los métodos del curso",
                        "Aplica las normas y los métodos con errores menores",
                        "Aplica parte de las normas y los métodos",
                        "No aplica las normas ni los métodos del curso",
                    ],
                ),
                criterion(
                    "Listo para usarse",
                    20,
                    [
                        "Se puede usar mañana: completo, claro y con responsables",
                        "Se puede usar con ajustes menores",
                        "Le faltan partes para poder usarse",
                        "No se puede usar",
                    ],
                ),
            ],
        }
    }

    /// # Errors
    /// Refused when its numbers do not make a grade.
    pub fn check(&self, scale: GradeScale) -> Result<(), ProductRefusal> {
        if !LEVELS.contains(&self.levels.len()) {
            return Err(ProductRefusal::LevelsCount);
        }
        let falls = self.levels.windows(2).all(|pair| pair[0].tenths > pair[1].tenths);
        let within = self.levels.iter().all(|level| scale.has(level.tenths));
        if !falls || !within {
            return Err(ProductRefusal::LevelsOrder { scale });
        }
        if self.criteria.is_empty() || self.criteria.len() > MOST_CRITERIA {
            return Err(ProductRefusal::CriteriaCount);
        }
        for (at, criterion) in self.criteria.iter().enumerate() {
            if criterion.expected.len() != self.levels.len() {
                return Err(ProductRefusal::Expected { criterion: at, levels: self.levels.len() });
            }
            if criterion.weight <= 0 {
                return Err(ProductRefusal::Weightless { criterion: at });
            }
        }
        let total = self.criteria.iter().map(|criterion| criterion.weight).sum();
        if total == 100 { Ok(()) } else { Err(ProductRefusal::CriteriaTotal { total }) }
    }

    /// Returns what these levels earn, one for each criterion, in tenths. `None` means that they do not
    /// fit the rubric.
    pub fn tenths(&self, levels: &[usize]) -> Option<i32> {
        if levels.len() != self.criteria.len() {
            return None;
        }
        let mut sum = 0;
        for (criterion, level) in self.criteria.iter().zip(levels) {
            sum += criterion.weight * self.levels.get(*level)?.tenths;
        }
        Some((sum + 50) / 100)
    }
}

/// Where the last version of a learner's product stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubmissionState {
    /// No grader has graded it yet.
    Waits {
        days_late: i32,
    },
    /// A grader gave it back.
    Returned {
        days_late: i32,
    },
    Graded,
}

/// Returns the days begun between the due date and the moment of the submission.
pub fn days_late(due_at: DateTime<Utc>, at: DateTime<Utc>) -> i32 {
    let seconds = (at - due_at).num_seconds();
    if at <= due_at { 0 } else { i32::try_from(seconds / 86_400 + 1).unwrap_or(i32::MAX) }
}

/// The most versions of one product that a learner hands in: files are kept for years.
pub const MOST_VERSIONS: i32 = 20;

/// Whether a version of this number may come, counted from one.
///
/// # Errors
/// Refused when there are enough.
pub fn may_number(number: i32) -> Result<(), ProductRefusal> {
    if number > MOST_VERSIONS {
        return Err(ProductRefusal::TooManyVersions { most: MOST_VERSIONS });
    }
    Ok(())
}

/// Whether a product may still be asked for: until the cohort is over.
///
/// # Errors
/// How the cohort ended.
pub fn may_ask(cohort: cohort::Stage) -> Result<(), ProductRefusal> {
    match cohort {
        cohort::Stage::Closed => Err(ProductRefusal::CohortClosed),
        cohort::Stage::Cancelled => Err(ProductRefusal::CohortCancelled),
        _ => Ok(()),
    }
}

/// Whether products of the cohort are received and graded: while it is confirmed or running.
///
/// # Errors
/// Why they are not.
pub fn may_work(cohort: cohort::Stage) -> Result<(), ProductRefusal> {
    match cohort {
        cohort::Stage::Draft | cohort::Stage::Tentative => Err(ProductRefusal::CohortNotRunning),
        _ => may_ask(cohort),
    }
}

/// Returns how many days late a product is that may be submitted now. A returned one keeps the days of
/// its first version: no learner is late for having been asked to make it better.
///
/// # Errors
/// Why it may not.
pub fn may_submit(
    product: &Product,
    cohort: cohort::Stage,
    enrolment: enrolment::Stage,
    last: Option<SubmissionState>,
    now: DateTime<Utc>,
) -> Result<i32, ProductRefusal> {
    may_work(cohort)?;
    if enrolment != enrolment::Stage::Confirmed {
        return Err(ProductRefusal::NoPlace);
    }
    match last {
        Some(SubmissionState::Graded) => return Err(ProductRefusal::Graded),
        Some(SubmissionState::Returned { days_late }) => return Ok(days_late),
        Some(SubmissionState::Waits { .. }) | None => {}
    }
    let late = product.due_at.map_or(0, |due| days_late(due, now));
    match (late, product.late, product.due_at) {
        (1.., LatePolicy::Refused, Some(due)) => Err(ProductRefusal::TooLate { due }),
        _ => Ok(late),
    }
}

/// # Errors
/// Refused when what was handed in is not what is accepted.
pub fn accepts(accepts: SubmissionMedium, file: bool, link: bool) -> Result<(), ProductRefusal> {
    match accepts {
        SubmissionMedium::File if !file => Err(ProductRefusal::FileMissing),
        SubmissionMedium::Link if !link => Err(ProductRefusal::LinkMissing),
        SubmissionMedium::Either if !file && !link => Err(ProductRefusal::NothingHandedIn),
        _ => Ok(()),
    }
}

/// A link that a browser may open: http or https, with a host.
pub fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    host.is_some_and(|host| host.contains('.') && !host.starts_with('.') && !host.ends_with('.'))
        && !text.contains(|letter: char| letter.is_whitespace() || letter.is_control())
}

/// How far the grading of a product is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductGradeState {
    /// This many graders have not graded it yet.
    Waiting { graders: i32 },
    /// Graders differ by more than the tolerance: the coordination decides.
    Disputed { lowest: i32, highest: i32 },
    /// The grade in tenths, less the discount for coming late.
    Settled { tenths: i32 },
}

/// The mean of the graders, rounded half up, unless they differ by more than is tolerated; what the
/// coordination decided stands above them. What comes late loses its discount, and never more than
/// everything.
pub fn settle(
    product: &Product,
    graders: &[i32],
    decided: Option<i32>,
    days_late: i32,
) -> ProductGradeState {
    let off = match product.late {
        LatePolicy::Discounted => product.discount.saturating_mul(days_late),
        LatePolicy::Refused | LatePolicy::Accepted => 0,
    };
    let settled =
        |tenths: i32| ProductGradeState::Settled { tenths: tenths.saturating_sub(off).max(0) };
    if let Some(decided) = decided {
        return settled(decided);
    }
    let count = i32::try_from(graders.len()).unwrap_or(i32::MAX);
    if count < product.graders.max(1) {
        return ProductGradeState::Waiting { graders: product.graders.max(1) - count };
    }
    let (Some(lowest), Some(highest)) = (graders.iter().min(), graders.iter().max()) else {
        return ProductGradeState::Waiting { graders: 1 };
    };
    if highest - lowest > product.tolerance {
        return ProductGradeState::Disputed { lowest: *lowest, highest: *highest };
    }
    let sum: i32 = graders.iter().sum();
    settled((2 * sum + count) / (2 * count))
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
