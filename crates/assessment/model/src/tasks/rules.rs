//! Where an activity stands for one person, and what is still needed for the pass mark. Pure.

use chrono::{DateTime, Utc};

use cohorts_model::scale::GradeScale;

use crate::entity::activity;
use crate::exam::entity::attempt::{self, State as AttemptState};
use crate::exam::entity::exam::{self, ExamId};
use crate::exam::rules::{AttemptScore, kept};

/// What kind of task an activity is for the learner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskKind {
    Test(ExamId),
    Product,
    /// The facilitator grades it by hand: there is no page for it.
    ByHand,
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It opens at this moment.
    NotYet {
        opens: DateTime<Utc>,
    },
    /// It can be done now. `None` means that it has no end.
    Open {
        until: Option<DateTime<Utc>>,
    },
    /// A test that was begun and goes on.
    Going {
        until: DateTime<Utc>,
    },
    /// A product that is to be made better.
    Returned {
        until: Option<DateTime<Utc>>,
    },
    /// It was submitted, and a grader has to grade it.
    Waiting,
    Graded,
    /// Its time passed and nothing came.
    Missed,
    /// Nothing to do on a page.
    Idle,
}

impl State {
    /// Tells whether the person can do something now.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open { .. } | Self::Going { .. } | Self::Returned { .. })
    }

    /// Returns when what can be done now ends.
    pub fn until(self) -> Option<DateTime<Utc>> {
        match self {
            Self::Open { until } | Self::Returned { until } => until,
            Self::Going { until } => Some(until),
            _ => None,
        }
    }
}

/// One activity for one person.
#[derive(Clone, Debug)]
pub struct Task {
    pub activity: activity::Model,
    pub way: TaskKind,
    pub state: State,
    /// The grade that counts, in tenths.
    pub grade: Option<i32>,
    /// Until when a test with a result may be tried again. `None` means that it may not.
    pub again: Option<DateTime<Utc>>,
    /// What the last grader of a product said.
    pub comment: Option<String>,
}

/// Returns where a test stands, and until when it may be tried again once it has a result. `may` says
/// that the cohort and the enrolment still allow attempts.
pub fn test(
    exam: &exam::Model,
    attempts: &[attempt::Model],
    may: bool,
    now: DateTime<Utc>,
) -> (State, Option<DateTime<Utc>>) {
    let going = attempts.iter().find(|one| one.state == AttemptState::Open && now < one.ends_at);
    if let Some(going) = going.filter(|_| may) {
        return (State::Going { until: going.ends_at }, None);
    }
    let left = i32::try_from(attempts.len()).unwrap_or(i32::MAX) < exam.attempts;
    let can = may && left && now < exam.closes_at;
    let over: Vec<AttemptScore> = attempts
        .iter()
        .filter(|one| one.state != AttemptState::Open)
        .map(|one| AttemptScore { number: one.number, points: one.points, of: one.of })
        .collect();
    if !attempts.is_empty() {
        let again = (can && now >= exam.opens_at).then_some(exam.closes_at);
        // Whether there is a result is the same on every scale.
        return match kept(GradeScale::default(), exam.keep, &over) {
            Some(_) => (State::Graded, again),
            None => (State::Waiting, again),
        };
    }
    let state = if !can {
        State::Missed
    } else if now < exam.opens_at {
        State::NotYet { opens: exam.opens_at }
    } else {
        State::Open { until: Some(exam.closes_at) }
    };
    (state, None)
}

/// The grade that a person still needs to reach the pass mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredGrade {
    /// The pass mark is reached, whatever comes.
    Nothing,
    /// This average of what is still to be graded, in tenths, rounded up.
    Average(i32),
    /// Not even the highest grades reach it.
    TooMuch,
}

/// Returns what is still needed. `grades` are weights in percent with their tenths. `None` means that
/// everything is graded, or that nothing counts.
pub fn needed(
    grades: impl IntoIterator<Item = (i32, Option<i32>)>,
    pass: i32,
    highest: i32,
) -> Option<RequiredGrade> {
    let (mut earned, mut left, mut all) = (0, 0, 0);
    for (weight, tenths) in grades {
        all += weight;
        match tenths {
            Some(tenths) => earned += weight * tenths,
            None => left += weight,
        }
    }
    if all != 100 || left == 0 {
        return None;
    }
    // The final grade is rounded half up, so half a tenth less is enough.
    let missing = pass * 100 - 50 - earned;
    Some(if missing <= 0 {
        RequiredGrade::Nothing
    } else {
        let average = (missing + left - 1) / left;
        if average > highest { RequiredGrade::TooMuch } else { RequiredGrade::Average(average) }
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::entity::activity::ActivityId;
    use crate::exam::entity::attempt::AttemptId;
    use crate::exam::entity::exam::{AttemptPolicy, Feedback};
    use crate::rules::{FinalGrade, WeightedGrade, final_grade};
    use enrolment_model::entity::enrolment::EnrolmentId;
    use sign_in_model::entity::account::AccountId;

    const HIGHEST: i32 = GradeScale::Five.highest();

    fn noon() -> DateTime<Utc> {
        "2026-11-20T17:00:00Z".parse().expect("a time")
    }

    fn exam(attempts: i32) -> exam::Model {
        exam::Model {
            id: ExamId(1),
            activity_id: ActivityId(1),
            opens_at: noon() - TimeDelta::hours(1),
            closes_at: noon() + TimeDelta::hours(1),
            minutes: Some(40),
            attempts,
            keep: AttemptPolicy::Best,
            feedback: Feedback::Never,
            frozen_at: None,
        }
    }

    fn attempt(state: AttemptState, points: Option<i64>) -> attempt::Model {
        attempt::Model {
            id: AttemptId(1),
            exam_id: ExamId(1),
            enrolment_id: EnrolmentId(1),
            number: 1,
            account_id: AccountId(1),
            seed: 1,
            started_at: noon() - TimeDelta::minutes(10),
            ends_at: noon() + TimeDelta::minutes(30),
            submitted_at: None,
            state,
            points,
            of: 10,
        }
    }

    #[test]
    fn a_test_is_to_come_open_going_on_graded_or_missed() {
        let exam = exam(1);
        let at = |attempts: &[attempt::Model], now| test(&exam, attempts, true, now).0;
        let opens = exam.opens_at;
        assert_eq!(at(&[], opens - TimeDelta::minutes(1)), State::NotYet { opens });
        assert_eq!(at(&[], noon()), State::Open { until: Some(exam.closes_at) });
        assert_eq!(at(&[], exam.closes_at), State::Missed);
        assert_eq!(test(&exam, &[], false, noon()).0, State::Missed, "nobody begins any more");
        let going = attempt(AttemptState::Open, None);
        assert_eq!(at(std::slice::from_ref(&going), noon()), State::Going { until: going.ends_at });
        assert_eq!(
            at(&[going], noon() + TimeDelta::minutes(31)),
            State::Waiting,
            "a worker ends it"
        );
        assert_eq!(at(&[attempt(AttemptState::Submitted, None)], noon()), State::Waiting);
        assert_eq!(at(&[attempt(AttemptState::Submitted, Some(4))], noon()), State::Graded);
    }

    #[test]
    fn who_has_attempts_left_may_try_again_until_the_test_closes() {
        let done = [attempt(AttemptState::Submitted, Some(4))];
        let exam = exam(2);
        assert_eq!(test(&exam, &done, true, noon()).1, Some(exam.closes_at));
        assert_eq!(test(&exam, &done, true, exam.closes_at).1, None);
        assert_eq!(test(&super::tests::exam(1), &done, true, noon()).1, None);
    }

    #[test]
    fn what_is_needed_is_the_least_average_that_passes_whatever_the_weights() {
        for weight in [10, 33, 60, 99] {
            for had in 0..=HIGHEST {
                for pass in [30, 35, 50] {
                    let told = needed([(weight, Some(had)), (100 - weight, None)], pass, HIGHEST);
                    let with = |last: i32| {
                        let part = |weight, tenths| WeightedGrade {
                            name: "",
                            weight,
                            tenths: Some(tenths),
                        };
                        match final_grade(&[part(weight, had), part(100 - weight, last)]) {
                            FinalGrade::Grade(tenths) => tenths >= pass,
                            other => panic!("{other:?}"),
                        }
                    };
                    match told.expect("something is left") {
                        RequiredGrade::Nothing => assert!(with(0)),
                        RequiredGrade::Average(least) => assert!(with(least) && !with(least - 1)),
                        RequiredGrade::TooMuch => assert!(!with(HIGHEST)),
                    }
                }
            }
        }
        assert_eq!(needed([(100, Some(40))], 35, HIGHEST), None);
        assert_eq!(needed([(0, None)], 35, HIGHEST), None);
    }
}
