//! Finishing a session's list: what is said of each person whom nobody marked, then the end (R33).

use std::collections::HashMap;

use sea_orm::Condition;
use serde_json::json;

use attendance_model::reopening::commands::end_list;
use cohorts_model::commands::mark_closed;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::{RollRow, own_place, roll};
use platform::app::App;
use platform::errors::{Failure, refuse};
use sign_in_model::work::Work;

use super::AttendanceResult;
use crate::codes::commands::shut;
use crate::entity::attendance_mark::{Method, State};
use crate::marks::{Mark, append, hold, inconsistent};
use crate::policy::Close;
use crate::requests::commands::apply_excuses;
use crate::rules::{self, AttendanceRefusal};

/// What is said on finishing a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosingAnswers {
    /// Of each person without a mark a state, or `None`, which leaves the person «sin registro» for good.
    people: HashMap<EnrolmentId, Option<State>>,
    /// The list is finished although the session is not over.
    early: bool,
}

impl ClosingAnswers {
    /// Returns the answers that leave all of these people without a mark.
    pub fn leaving(people: impl IntoIterator<Item = EnrolmentId>) -> Self {
        Self::of_all(people, None)
    }

    /// Returns the answers that say the same of all of these people.
    pub fn of_all(people: impl IntoIterator<Item = EnrolmentId>, answer: Option<State>) -> Self {
        let people = people.into_iter().map(|enrolment| (enrolment, answer)).collect();
        Self { people, early: false }
    }

    /// Says that the list is finished even before the session's end.
    pub fn even_early(self, early: bool) -> Self {
        Self { early, ..self }
    }

    pub fn say(&mut self, enrolment: EnrolmentId, answer: Option<State>) {
        self.people.insert(enrolment, answer);
    }

    fn says_state(&self, enrolment: EnrolmentId) -> bool {
        self.people.get(&enrolment).is_some_and(Option::is_some)
    }

    pub fn holds(&self, enrolment: EnrolmentId) -> bool {
        self.people.contains_key(&enrolment)
    }
}

/// Closes a session's roll-call with what was said of each person without a mark, all in one
/// transaction. Nobody is passed over in silence: whoever has no answer is named. An answer about
/// somebody who has been marked in between counts for nothing: that mark stands. Whoever has an
/// excuse that was granted before is excused, and asked about no more. What the closer answers about
/// themselves counts for nothing either (R80): returns whether there was such an answer.
pub async fn close(app: &App, permit: Close, answers: &ClosingAnswers) -> AttendanceResult<bool> {
    let work = Work::begin(app, permit.by()).await?;
    let mut locked = hold(&work.tx, *permit.cohort(), *permit.session()).await?;
    let (session, cohort) = (locked.session(), locked.cohort());
    rules::may_mark(cohort.attendance_stage(work.now), session.stage, session.starts_at, work.now)
        .map_err(Failure::Refused)?;
    rules::may_close(session.stage, session.ends_at, answers.early, work.now)
        .map_err(Failure::Refused)?;
    let excused = apply_excuses(&work.tx, app, &mut locked).await?;
    let (session, cohort, current) = (locked.session(), locked.cohort(), locked.current());
    let missing: Vec<RollRow> = roll(&work.tx, cohort.id, Condition::all())
        .await?
        .into_iter()
        .filter(|row| {
            rules::applies(session.ends_at, row.since) && !current.contains_key(&row.enrolment)
        })
        .collect();
    if missing.iter().any(|row| !answers.holds(row.enrolment)) {
        let people = missing.iter().map(|row| (row.enrolment, row.spoken_name())).collect();
        return refuse(AttendanceRefusal::NotRecorded { people });
    }
    let own = own_place(&work.tx, work.by, cohort.id).await?.map(|place| place.id);
    let skipped_own = own.is_some_and(|own| {
        missing.iter().any(|row| row.enrolment == own) && answers.says_state(own)
    });
    let marks: Vec<Mark> = missing
        .iter()
        .filter(|row| own != Some(row.enrolment))
        .filter_map(|row| {
            let state = answers.people.get(&row.enrolment).copied().flatten()?;
            Some(Mark::new(row.enrolment, state, Method::Manual))
        })
        .collect();
    let left = missing.len() - marks.len();
    let marked = marks.len();
    append(&work.tx, app, work.by, &mut locked, marks).await?;
    let session = locked.session();
    shut(&work.tx, session.id, work.now).await?;
    end_list(&work.tx, session.id, (work.now, work.by.account)).await?;
    mark_closed(&work.tx, session.clone(), work.now).await.map_err(inconsistent)?;
    let detail = json!({ "not_recorded": left, "marked": marked, "excused": excused });
    let subject = ("session", session.id.0);
    work.record_in(locked.cohort().id.0, "attendance.close", subject, detail).await?;
    work.commit().await?;
    Ok(skipped_own)
}
