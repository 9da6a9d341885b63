//! Grades: the final one, and how much a person and a cohort gained. Pure arithmetic.
//!
//! Grades are tenths of the cohort's scale (37 is 3,7), so that nothing is lost to binary fractions.

use std::ops::RangeInclusive;

use cohorts_model::entity::cohort;
use cohorts_model::scale::GradeScale;
use enrolment_model::entity::enrolment::EnrolmentId;
use platform::prelude::*;
use platform::texts::and;

use super::entity::activity::Kind;
use super::entity::grade_entry::Origin;

/// Activities a cohort can have; more would not fit a page that people read.
pub const MOST_ACTIVITIES: usize = 12;

/// The usual plan of a course: the pre-test measures and does not count.
pub const USUAL: [(Kind, &str, i32); 3] = [
    (Kind::PreTest, "Prueba inicial", 0),
    (Kind::PostTest, "Prueba final", 60),
    (Kind::Product, "Producto", 40),
];

/// What a person's grades add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FinalGrade {
    /// Tenths.
    Grade(i32),
    /// The names of the activities without a grade, in order.
    Missing(Vec<String>),
    /// The cohort's activities do not make a final grade: their weights do not total 100.
    NotDefined,
}

impl FinalGrade {
    pub fn tenths(&self) -> Option<i32> {
        match self {
            Self::Grade(tenths) => Some(*tenths),
            Self::Missing(_) | Self::NotDefined => None,
        }
    }

    /// «4,2», «falta Producto», «faltan Prueba final y Producto» or «—».
    pub fn text(&self) -> String {
        match self {
            Self::Grade(tenths) => numbers::tenths(*tenths),
            Self::Missing(names) if names.len() == 1 => format!("falta {}", and(names)),
            Self::Missing(names) => format!("faltan {}", and(names)),
            Self::NotDefined => "—".to_owned(),
        }
    }
}

/// One activity of one person: its name, weight in percent, and grade in tenths.
pub struct WeightedGrade<'a> {
    pub name: &'a str,
    pub weight: i32,
    pub tenths: Option<i32>,
}

/// Σ weight·grade / 100, rounded half up to a tenth. A missing activity that weighs leaves
/// no final grade: missing is not zero.
pub fn final_grade(parts: &[WeightedGrade<'_>]) -> FinalGrade {
    if parts.iter().map(|part| part.weight).sum::<i32>() != 100 {
        return FinalGrade::NotDefined;
    }
    let weighing = || parts.iter().filter(|part| part.weight > 0);
    let missing: Vec<_> =
        weighing().filter(|part| part.tenths.is_none()).map(|part| part.name.to_owned()).collect();
    if !missing.is_empty() {
        return FinalGrade::Missing(missing);
    }
    let sum: i32 = weighing().map(|part| part.weight * part.tenths.unwrap_or_default()).sum();
    FinalGrade::Grade((sum + 50) / 100)
}

/// (post − pre) / (highest − pre): how much of what was left to learn was learnt (R44). Only
/// for people with both tests, and only when the first left something to learn.
pub fn gain(scale: GradeScale, pre: Option<i32>, post: Option<i32>) -> Option<f64> {
    let (pre, post, highest) = (pre?, post?, scale.highest());
    (pre < highest).then(|| f64::from(post - pre) / f64::from(highest - pre))
}

/// A cohort's gain: the mean of its people's, with how many they are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CohortGain {
    pub mean: Option<f64>,
    /// People with both tests and something left to learn.
    pub n: usize,
    /// Means in tenths of both tests over the same people.
    pub pre: Option<f64>,
    pub post: Option<f64>,
}

/// Takes `(pre, post)` of every person; the unpaired are left out of every figure.
pub fn cohort_gain(
    scale: GradeScale,
    tests: impl IntoIterator<Item = (Option<i32>, Option<i32>)>,
) -> CohortGain {
    let (mut n, mut sum, mut pres, mut posts) = (0_usize, 0.0, 0_i64, 0_i64);
    for (pre, post) in tests {
        if let (Some(gain), Some(pre), Some(post)) = (gain(scale, pre, post), pre, post) {
            n += 1;
            sum += gain;
            pres += i64::from(pre);
            posts += i64::from(post);
        }
    }
    if n == 0 {
        return CohortGain::default();
    }
    let mean = |sum: f64| Some(sum / n as f64);
    CohortGain { mean: mean(sum), n, pre: mean(pres as f64), post: mean(posts as f64) }
}

/// Why activities or grades were not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Refusal)]
#[refusal("assessment.")]
pub enum AssessmentRefusal {
    #[error("the cohort is closed")]
    CohortClosed,
    #[error("the cohort is cancelled")]
    CohortCancelled,
    #[error("the cohort is neither confirmed nor running")]
    CohortNotRunning,
    #[error("weights total neither 100 nor 0")]
    WeightsNotHundred { total: i32 },
    #[error("two activities of a kind that can be only once")]
    #[facts(kind = kind.label().to_lowercase())]
    TestTwice { kind: Kind },
    #[error("two activities share a name")]
    NameTwice { name: String },
    #[error("an activity with grades cannot be removed")]
    ActivityGraded { name: String },
    #[error("an activity with a test cannot be removed")]
    ActivityHasExam { name: String },
    #[error("an activity whose product was asked for is neither removed nor made something else")]
    ActivityHasProduct { name: String },
    #[error("the activity is not of this cohort")]
    UnknownActivity,
    #[error("too many activities")]
    #[facts(most = MOST_ACTIVITIES)]
    TooMany,
    #[error("the enrolment is not on this cohort's list")]
    NotOnTheList,
    #[error("the grade would be the writer's own")]
    Oneself,
    #[error("whoever decides about all grades takes part in the cohort")]
    TakesPart,
    #[error("a grade is outside the cohort's scale")]
    #[facts(range = scale.label())]
    OutOfScale { scale: GradeScale },
    #[error("somebody was graded on the scale that is there")]
    #[field("escala")]
    ScaleFrozen,
    #[error("somebody else changed these grades in between")]
    #[facts(people = people_of(changes))]
    ChangedMeanwhile {
        changes: Vec<GradeChange>,
        /// Grades that only the other person changed: the form must show them before it is sent again.
        overtaken: Vec<GradeChange>,
    },
    #[error("a grade that nobody typed is changed without a reason")]
    #[facts()]
    #[field("motivo")]
    ReasonMissing { over: Vec<GradeOverride> },
    #[error("grades of a closed cohort change with a reason")]
    #[field("motivo")]
    ReasonAfterClosing,
    #[error("the grades are open")]
    StillOpen,
    #[error("they were opened again already")]
    AlreadyReopened,
    #[error("they are not open")]
    NotReopened,
}

fn people_of(changes: &[GradeChange]) -> String {
    let mut people: Vec<_> = changes.iter().map(|change| change.person.as_str()).collect();
    people.dedup();
    people.join(", ")
}

/// A grade that follows from a test, a product or an appeal, and that the writer types over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeOverride {
    pub activity: super::entity::activity::ActivityId,
    pub enrolment: EnrolmentId,
    pub person: String,
    pub tenths: i32,
    pub origin: Origin,
}

/// A grade that another person wrote while the form was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeChange {
    pub activity: super::entity::activity::ActivityId,
    pub enrolment: EnrolmentId,
    pub person: String,
    pub author: String,
    pub at: DateTime<Utc>,
    pub tenths: Option<i32>,
}

/// Tells whether a grade with this origin changes only with a reason: it follows from work that others
/// can read, or from a decision, and the person may ask why it changed.
pub fn asks_reason(before: Origin) -> bool {
    match before {
        Origin::Test | Origin::Product | Origin::Appeal => true,
        Origin::Typed | Origin::Import => false,
    }
}

/// Tells whether a decided grade stays when a test is scored again: a grade that was changed with a
/// reason is not lost because another attempt ended or a question was corrected.
pub fn stands(before: Origin, has_reason: bool, after: Origin) -> bool {
    let decided = match before {
        Origin::Appeal => true,
        Origin::Typed | Origin::Import => has_reason,
        Origin::Test | Origin::Product => false,
    };
    decided && after == Origin::Test
}

/// Whether the plan of activities may change: until the cohort closes.
pub fn may_plan(stage: cohort::Stage) -> Result<(), AssessmentRefusal> {
    match stage {
        cohort::Stage::Closed => Err(AssessmentRefusal::CohortClosed),
        cohort::Stage::Cancelled => Err(AssessmentRefusal::CohortCancelled),
        _ => Ok(()),
    }
}

/// Whether grades may be written: while the cohort is confirmed or running.
pub fn may_grade(stage: cohort::Stage) -> Result<(), AssessmentRefusal> {
    match stage {
        cohort::Stage::Confirmed | cohort::Stage::Running => Ok(()),
        cohort::Stage::Draft | cohort::Stage::Tentative => Err(AssessmentRefusal::CohortNotRunning),
        cohort::Stage::Closed => Err(AssessmentRefusal::CohortClosed),
        cohort::Stage::Cancelled => Err(AssessmentRefusal::CohortCancelled),
    }
}

/// How grades may be entered now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradeEntryMode {
    Freely,
    /// The cohort is closed and its grades were opened again: every change says why.
    WithReason,
}

/// Whether grades may be entered by hand: while the cohort is confirmed or running, and while those
/// of a closed one are open again.
pub fn may_enter(
    stage: cohort::Stage,
    reopened: bool,
) -> Result<GradeEntryMode, AssessmentRefusal> {
    match may_grade(stage) {
        Ok(()) => Ok(GradeEntryMode::Freely),
        Err(_) if stage == cohort::Stage::Closed && reopened => Ok(GradeEntryMode::WithReason),
        Err(refusal) => Err(refusal),
    }
}

/// Days that grades stay open when they are opened again, the one of the opening not counted.
pub const REOPENED_DAYS: RangeInclusive<i32> = 1..=15;

/// Whether the grades of a cohort may be opened again for some days.
pub fn may_reopen(stage: cohort::Stage, is_open: bool, days: i32) -> Result<(), AssessmentRefusal> {
    match stage {
        cohort::Stage::Closed if is_open || !REOPENED_DAYS.contains(&days) => {
            Err(AssessmentRefusal::AlreadyReopened)
        }
        cohort::Stage::Closed => Ok(()),
        cohort::Stage::Confirmed | cohort::Stage::Running => Err(AssessmentRefusal::StillOpen),
        cohort::Stage::Cancelled => Err(AssessmentRefusal::CohortCancelled),
        cohort::Stage::Draft | cohort::Stage::Tentative => Err(AssessmentRefusal::CohortNotRunning),
    }
}

/// Whether a plan holds together: weights that total 100, or 0 in a cohort that only
/// measures; at most one pre-test and one post-test, so that gain has one meaning.
pub fn check_plan<'a>(
    plan: impl IntoIterator<Item = (Kind, &'a str, i32)>,
) -> Result<(), AssessmentRefusal> {
    let plan: Vec<_> = plan.into_iter().collect();
    if plan.len() > MOST_ACTIVITIES {
        return Err(AssessmentRefusal::TooMany);
    }
    for kind in [Kind::PreTest, Kind::PostTest] {
        if plan.iter().filter(|(k, _, _)| *k == kind).count() > 1 {
            return Err(AssessmentRefusal::TestTwice { kind });
        }
    }
    for (index, (_, name, _)) in plan.iter().enumerate() {
        let same = |other: &str| other.to_lowercase() == name.to_lowercase();
        if plan[..index].iter().any(|(_, other, _)| same(other)) {
            let name = (*name).to_owned();
            return Err(AssessmentRefusal::NameTwice { name });
        }
    }
    let total = plan.iter().map(|(_, _, weight)| weight).sum();
    if total == 100 || total == 0 {
        Ok(())
    } else {
        Err(AssessmentRefusal::WeightsNotHundred { total })
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
