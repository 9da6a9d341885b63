//! The judgement of a session's new marks, one after the other: pure.

use std::collections::HashMap;

use cohorts_model::entity::cohort;
use enrolment_model::entity::enrolment::EnrolmentId;

use super::Delivery;
use crate::entity::attendance_mark::MarkId;
use crate::field::entity::field_arrival::{ArrivalOutcome, ReviewReason};
use crate::field::judge::{ArrivalContext, ArrivalVerdict, EffectiveMark, MarkClaim, judge};
use crate::field::wire::FieldMark;
use crate::marks::LockedSession;
use crate::rules;

/// What was read about the people of a batch before their marks are judged.
pub(super) struct JudgingFacts {
    /// The sender works in the cohort now.
    pub theirs: bool,
    /// The sender's own place in the cohort.
    pub own: Option<EnrolmentId>,
    /// Whether each person can be marked in the session now.
    pub on_the_roll: HashMap<EnrolmentId, bool>,
    /// The highest number that the telephone has said of each person in the session.
    pub last_said: HashMap<EnrolmentId, i64>,
    /// The mark that counts of each person who has one.
    pub current: HashMap<EnrolmentId, EffectiveMark>,
}

/// What was decided about one mark.
pub(super) struct MarkJudgement {
    pub verdict: ArrivalVerdict,
    pub minutes: Option<i32>,
    /// The mark that it became or agrees with.
    pub mark: Option<MarkId>,
    /// A sentence with what the mark that counts says.
    pub against: Option<String>,
    /// A later mark of this batch takes its place.
    pub overtaken: bool,
}

impl MarkJudgement {
    /// The outcome that the arrival's row keeps, and why somebody has to look.
    pub fn outcome(&self) -> (ArrivalOutcome, Option<ReviewReason>) {
        match self.verdict {
            ArrivalVerdict::Apply => (ArrivalOutcome::Applied, None),
            ArrivalVerdict::Agrees => (ArrivalOutcome::Agrees, None),
            ArrivalVerdict::Superseded => (ArrivalOutcome::Superseded, None),
            ArrivalVerdict::Conflict => (ArrivalOutcome::Conflict, None),
            ArrivalVerdict::Review(why) => (ArrivalOutcome::Review, Some(why)),
        }
    }

    /// Whether it waits for somebody's decision.
    pub fn waits(&self) -> bool {
        matches!(self.verdict, ArrivalVerdict::Conflict | ArrivalVerdict::Review(_))
            && !self.overtaken
    }
}

/// Judges the marks in their order, each seeing what those before it in the batch have done. Returns
/// one judgement for each.
pub(super) fn judge_all(
    delivery: &Delivery<'_>,
    locked: &LockedSession,
    new: &[FieldMark],
    facts: JudgingFacts,
) -> Vec<MarkJudgement> {
    let JudgingFacts { theirs, own, on_the_roll, mut last_said, mut current } = facts;
    let (session, cohort) = (locked.session(), locked.cohort());
    let device = delivery.permit.device();
    let mut judgements: Vec<MarkJudgement> = Vec::with_capacity(new.len());
    let mut open: HashMap<EnrolmentId, usize> = HashMap::new();
    for (index, mark) in new.iter().enumerate() {
        let claim = MarkClaim {
            device: device.id,
            sequence: mark.sequence,
            state: mark.state,
            minutes: minutes(cohort, mark),
            seen: mark.seen,
            at: mark.at,
            sent_at: delivery.sent_at,
        };
        let context = ArrivalContext {
            now: delivery.now,
            cohort: cohort.attendance_stage(delivery.now),
            session: session.stage,
            starts_at: session.starts_at,
            length: rules::length(session),
            on_the_roll: on_the_roll.get(&mark.enrolment).copied().unwrap_or(false),
            theirs,
            oneself: own == Some(mark.enrolment),
            revoked: device.revoked_at.is_some(),
            last_said: last_said.get(&mark.enrolment).copied(),
        };
        let now = current.get(&mark.enrolment);
        let verdict = judge(&claim, &context, now);
        let against = now.map(|now| format!("Otro registro dice «{}».", now.state.label()));
        // Whom it agrees with is somebody else, whose mark is written already.
        let agreed = now.filter(|_| verdict == ArrivalVerdict::Agrees);
        judgements.push(MarkJudgement {
            verdict,
            minutes: claim.minutes,
            mark: agreed.and_then(|now| now.mark),
            against,
            overtaken: false,
        });
        if verdict == ArrivalVerdict::Superseded {
            continue;
        }
        last_said.insert(mark.enrolment, mark.sequence);
        if let Some(before) = open.remove(&mark.enrolment) {
            judgements[before].overtaken = true;
        }
        match verdict {
            ArrivalVerdict::Apply => {
                let now = EffectiveMark {
                    mark: None,
                    state: claim.state,
                    minutes: claim.minutes,
                    device: Some(device.id),
                    witnessed: false,
                };
                current.insert(mark.enrolment, now);
            }
            ArrivalVerdict::Conflict | ArrivalVerdict::Review(_) => {
                open.insert(mark.enrolment, index);
            }
            ArrivalVerdict::Agrees | ArrivalVerdict::Superseded => {}
        }
    }
    judgements
}

/// The minutes of a person who was there, in a cohort that counts them.
fn minutes(cohort: &cohort::Model, mark: &FieldMark) -> Option<i32> {
    mark.minutes.filter(|_| cohort.partial_hours && rules::was_there(mark.state))
}
