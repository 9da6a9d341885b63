//! What the rule says of one person: each requirement with how it stands and its sentence.

use platform::texts::{self, Words};

/// What the rule requires of a person and of the cohort.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Words)]
#[words("certification.requirement_")]
pub enum Requirement {
    /// A confirmed enrolment in the cohort.
    Enrolment,
    Attendance,
    /// Hours attended.
    Hours,
    Grade,
    Product,
    Survey,
    /// The cohort is closed.
    Ending,
}

/// Whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequirementStanding {
    Met,
    /// It is not met yet, and still can be.
    Pending,
    /// It is not met, and can no longer be.
    Failed,
}

/// The result of one requirement, with its explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementResult {
    pub requirement: Requirement,
    pub standing: RequirementStanding,
    code: &'static str,
    facts: Vec<(&'static str, String)>,
}

impl RequirementResult {
    pub(super) fn new(
        requirement: Requirement,
        standing: RequirementStanding,
        code: &'static str,
    ) -> Self {
        Self { requirement, standing, code, facts: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push((name, value.into()));
        self
    }

    /// Returns in plain words what the rule requires and what the person has.
    pub fn sentence(&self) -> String {
        texts::say(self.code, &self.facts)
    }
}

/// What the rule says of one person: the result of each requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    pub parts: Vec<RequirementResult>,
}

impl Judgement {
    /// Returns whether every requirement is met: the certificate may be issued.
    pub fn holds(&self) -> bool {
        self.parts.iter().all(|part| part.standing == RequirementStanding::Met)
    }

    /// Returns the requirements that are not met.
    pub fn lacking(&self) -> impl Iterator<Item = &RequirementResult> {
        self.parts.iter().filter(|part| part.standing != RequirementStanding::Met)
    }

    /// Returns the sentences of the requirements that are not met, joined.
    pub fn explanation(&self) -> String {
        self.lacking().map(RequirementResult::sentence).collect::<Vec<_>>().join(" ")
    }

    /// Returns whether only the survey is missing, or the survey and the closing of the cohort. The
    /// survey opens when the course ends.
    pub fn waits_for_survey(&self) -> bool {
        self.lacking().any(|part| part.requirement == Requirement::Survey)
            && self.lacking().all(|part| {
                matches!(part.requirement, Requirement::Survey | Requirement::Ending)
                    && part.standing == RequirementStanding::Pending
            })
    }

    /// Returns whether a requirement has failed: the person can no longer earn the certificate.
    pub fn is_lost(&self) -> bool {
        self.parts.iter().any(|part| part.standing == RequirementStanding::Failed)
    }
}
