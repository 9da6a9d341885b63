//! A batch from a telephone: everything is kept, what can count counts, each mark is answered.
//!
//! One transaction. The sessions are taken in the order of their cohorts, whose rows are locked, so
//! that two batches of one cohort come one after the other. The number of statements grows with the
//! number of sessions, never with that of marks.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use serde_json::json;

use cohorts_model::entity::cohort::{self, CohortId};
use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use history_model::commands::{Event, record};
use platform::app::App;
use platform::errors::AppError;
use platform::idempotency::{Answer, Reservation};

use super::known::{current, enrolled, last_said, places};
use crate::entity::attendance_mark::{MarkId, Method};
use crate::entity::walk_in;
use crate::field::entity::field_arrival::{self, Outcome, Settled};
use crate::field::entity::field_device;
use crate::field::judge::{Ground, Now, Said, Verdict, judge};
use crate::field::labels as words;
use crate::field::policy::Send;
use crate::field::wire::{self, Batch, Mark, Received, Told, WalkIn};
use crate::marks::{self, Held, append, hold};
use crate::pending::Pending;
use crate::{labels, rules};

const UNKNOWN_SESSION: &str = "La sesión es desconocida para este teléfono.";
const UNKNOWN_PERSON: &str = "La persona es desconocida en esa sesión.";
const SOMEBODY_ELSES: &str = "Esa llave es de otra cuenta.";
const WHO_IS_IT: &str = "La coordinación dirá quién es.";

/// Writes what a telephone sent and answers it; the answer is kept with the change, so that the
/// same request again is answered alike.
pub async fn receive(
    app: &App,
    permit: Send,
    reservation: &Reservation,
    batch: Batch,
) -> Result<Answer, AppError> {
    let tx = app.db.begin().await?;
    let mut receiving = Receiving {
        app,
        tx: &tx,
        permit: &permit,
        now: app.clock.now(),
        sent_at: batch.sent_at,
        told: HashMap::new(),
    };
    for (key, why) in &batch.refused {
        receiving.refuse(key, why);
    }
    receiving.all(batch.marks, batch.walk_ins).await?;
    field_device::Entity::update_many()
        .col_expr(field_device::Column::LastSeenAt, Expr::value(receiving.now))
        .filter(field_device::Column::Id.eq(permit.device().id))
        .exec(&tx)
        .await?;
    let Receiving { now, mut told, .. } = receiving;
    let mut answered = HashSet::new();
    let results = batch.keys.iter().filter(|key| answered.insert(*key));
    let results = results.filter_map(|key| told.remove(key)).collect();
    let received = Received { received_at: wire::sent(now), results };
    let body = serde_json::to_string(&received);
    let body = body.map_err(|error| AppError::Internal(error.to_string()))?;
    let answer = Answer { status: 200, body };
    reservation.keep(&tx, now, &answer).await?;
    tx.commit().await?;
    Ok(answer)
}

struct Receiving<'a> {
    app: &'a App,
    tx: &'a DatabaseTransaction,
    permit: &'a Send,
    now: DateTime<Utc>,
    sent_at: DateTime<Utc>,
    told: HashMap<String, Told>,
}

impl Receiving<'_> {
    fn refuse(&mut self, key: &str, why: &str) {
        self.tell(key, "refused", Some(why.to_owned()), None);
    }

    fn tell(
        &mut self,
        key: &str,
        outcome: &'static str,
        why: Option<String>,
        mark: Option<MarkId>,
    ) {
        let mark = mark.map(|mark| mark.to_string());
        self.told.insert(key.to_owned(), Told { key: key.to_owned(), outcome, why, mark });
    }

    async fn all(&mut self, marks: Vec<Mark>, walk_ins: Vec<WalkIn>) -> Result<(), AppError> {
        let asked: HashSet<SessionId> = marks
            .iter()
            .map(|mark| mark.session)
            .chain(walk_ins.iter().map(|w| w.session))
            .collect();
        let places = places(self.tx, self.permit, &asked).await?;
        let mut by_session: BTreeMap<(CohortId, SessionId), (Vec<Mark>, Vec<WalkIn>)> =
            BTreeMap::new();
        let mut stray: Vec<String> = Vec::new();
        for mark in marks {
            match places.get(&mark.session) {
                Some(place) => {
                    by_session.entry((place.cohort, mark.session)).or_default().0.push(mark);
                }
                None => stray.push(mark.key),
            }
        }
        for walk_in in walk_ins {
            match places.get(&walk_in.session) {
                Some(place) => {
                    by_session.entry((place.cohort, walk_in.session)).or_default().1.push(walk_in);
                }
                None => stray.push(walk_in.key),
            }
        }
        // What was answered once keeps its answer, even if its session is nobody's by now.
        self.answer_known(&stray).await?;
        for key in stray.iter().filter(|key| !self.told.contains_key(*key)).collect::<Vec<_>>() {
            self.refuse(key, UNKNOWN_SESSION);
        }
        for ((cohort, session), (marks, walk_ins)) in by_session {
            let theirs = places.get(&session).is_some_and(|place| place.theirs);
            let mut held = hold(self.tx, cohort, session).await?;
            let keys: Vec<String> = marks.iter().map(|mark| mark.key.clone()).collect();
            let keys: Vec<String> =
                keys.into_iter().chain(walk_ins.iter().map(|w| w.key.clone())).collect();
            self.answer_known(&keys).await?;
            let waiting = self.marks(&mut held, theirs, marks).await?;
            let came = self.walk_ins(&held, walk_ins).await?;
            if waiting + came > 0 {
                self.note(&held, waiting, came).await?;
            }
        }
        Ok(())
    }

    /// Answers what arrived before as it was answered then.
    async fn answer_known(&mut self, keys: &[String]) -> Result<(), DbErr> {
        if keys.is_empty() {
            return Ok(());
        }
        let own = self.permit.actor().account;
        let arrivals = field_arrival::Entity::find()
            .filter(field_arrival::Column::Key.is_in(keys))
            .all(self.tx)
            .await?;
        for arrival in arrivals {
            if arrival.account_id != own {
                self.refuse(&arrival.key, SOMEBODY_ELSES);
                continue;
            }
            // The mark that a decision wrote later is not what was answered.
            let mark = arrival.mark_id.filter(|_| arrival.settled_at.is_none());
            let why = arrival.why.map(|why| words::why(why).to_owned());
            self.tell(&arrival.key, wire::outcome(arrival.outcome), why, mark);
        }
        let walk_ins =
            walk_in::Entity::find().filter(walk_in::Column::Key.is_in(keys)).all(self.tx).await?;
        for known in walk_ins {
            match known.account_id == own {
                true => self.tell(&known.key, "review", Some(WHO_IS_IT.to_owned()), None),
                false => self.refuse(&known.key, SOMEBODY_ELSES),
            }
        }
        Ok(())
    }

    /// Answers how many wait for somebody now.
    async fn marks(
        &mut self,
        held: &mut Held,
        theirs: bool,
        marks: Vec<Mark>,
    ) -> Result<usize, AppError> {
        let mut keys = HashSet::new();
        let mut new: Vec<Mark> = marks
            .into_iter()
            .filter(|mark| !self.told.contains_key(&mark.key) && keys.insert(mark.key.clone()))
            .collect();
        new.sort_by_key(|mark| mark.sequence);
        let people: HashSet<EnrolmentId> = new.iter().map(|mark| mark.person).collect();
        let places = enrolled(self.tx, held, &people).await?;
        new.retain(|mark| {
            let known = places.contains_key(&mark.person);
            if !known {
                self.refuse(&mark.key, UNKNOWN_PERSON);
            }
            known
        });
        if new.is_empty() {
            return Ok(0);
        }
        let device = self.permit.device();
        let last_said = last_said(self.tx, held.session().id, device.id, &people).await?;
        let mut current = current(self.tx, held, &people, device.id).await?;
        let mut judged = self.judge(held, theirs, &new, &places, last_said, &mut current);

        let wanted: Vec<usize> =
            (0..new.len()).filter(|index| judged[*index].verdict == Verdict::Apply).collect();
        let rows = wanted.iter().map(|index| self.mark(&new[*index])).collect();
        let written = append(self.tx, self.app, self.permit.by(), held, rows).await?;
        for (index, mark) in wanted.iter().zip(&written) {
            judged[*index].mark = Some(*mark);
        }
        self.keep(held, &new, &judged).await?;
        let waits = |one: &Judged| {
            matches!(one.verdict, Verdict::Conflict | Verdict::Review(_)) && !one.overtaken
        };
        let waiting = judged.iter().filter(|one| waits(one)).count();
        for (mark, one) in new.iter().zip(judged) {
            let outcome = wire::outcome(one.outcome().0);
            let why = match one.verdict {
                Verdict::Review(why) => Some(words::why(why).to_owned()),
                Verdict::Conflict => one.against,
                _ => None,
            };
            self.tell(&mark.key, outcome, why, one.mark);
        }
        Ok(waiting)
    }

    /// One after the other, each seeing what those before it in the batch have done.
    fn judge(
        &self,
        held: &Held,
        theirs: bool,
        new: &[Mark],
        places: &HashMap<EnrolmentId, bool>,
        mut last_said: HashMap<EnrolmentId, i64>,
        current: &mut HashMap<EnrolmentId, Now>,
    ) -> Vec<Judged> {
        let (session, cohort, device) = (held.session(), held.cohort(), self.permit.device());
        let mut judged: Vec<Judged> = Vec::with_capacity(new.len());
        let mut open: HashMap<EnrolmentId, usize> = HashMap::new();
        for (index, mark) in new.iter().enumerate() {
            let said = Said {
                device: device.id,
                sequence: mark.sequence,
                state: mark.state,
                minutes: minutes(cohort, mark),
                seen: mark.seen,
                at: mark.at,
                sent_at: self.sent_at,
            };
            let ground = Ground {
                now: self.now,
                cohort: cohort.stage,
                session: session.stage,
                starts_at: session.starts_at,
                length: rules::length(session),
                on_the_roll: places.get(&mark.person).copied().unwrap_or(false),
                theirs,
                revoked: device.revoked_at.is_some(),
                last_said: last_said.get(&mark.person).copied(),
            };
            let now = current.get(&mark.person);
            let verdict = judge(&said, &ground, now);
            let against =
                now.map(|now| format!("Otro registro dice «{}».", labels::label(now.state)));
            // Whom it agrees with is somebody else, whose mark is written already.
            let agreed = now.filter(|_| verdict == Verdict::Agrees);
            judged.push(Judged {
                verdict,
                minutes: said.minutes,
                mark: agreed.and_then(|now| now.mark),
                against,
                overtaken: false,
            });
            if verdict == Verdict::Superseded {
                continue;
            }
            last_said.insert(mark.person, mark.sequence);
            if let Some(before) = open.remove(&mark.person) {
                judged[before].overtaken = true;
            }
            match verdict {
                Verdict::Apply => {
                    let now = Now {
                        mark: None,
                        state: said.state,
                        minutes: said.minutes,
                        device: Some(device.id),
                        witnessed: false,
                    };
                    current.insert(mark.person, now);
                }
                Verdict::Conflict | Verdict::Review(_) => {
                    open.insert(mark.person, index);
                }
                Verdict::Agrees | Verdict::Superseded => {}
            }
        }
        judged
    }

    fn mark(&self, mark: &Mark) -> marks::Mark {
        marks::Mark {
            minutes: mark.minutes,
            reason: mark.note.clone(),
            device: Some(self.permit.device().id),
            device_at: Some(mark.at),
            key: Some(mark.key.clone()),
            ..marks::Mark::new(mark.person, mark.state, Method::Offline)
        }
    }

    /// Every mark as it arrived. What waited of the same telephone about the same people is settled:
    /// it said something later.
    async fn keep(&self, held: &Held, new: &[Mark], judged: &[Judged]) -> Result<(), DbErr> {
        use field_arrival::Column;
        let (device, session) = (self.permit.device().id, held.session().id);
        let spoken = new.iter().zip(judged).filter(|(_, one)| one.verdict != Verdict::Superseded);
        let spoken: HashSet<EnrolmentId> = spoken.map(|(mark, _)| mark.person).collect();
        if !spoken.is_empty() {
            field_arrival::Entity::update_many()
                .col_expr(Column::SettledAt, Expr::value(self.now))
                .col_expr(Column::SettledAs, Expr::value(Settled::Superseded))
                .filter(Column::SessionId.eq(session))
                .filter(Column::DeviceId.eq(device))
                .filter(Column::EnrolmentId.is_in(spoken))
                .filter(Pending::Arrivals.open())
                .exec(self.tx)
                .await?;
        }
        let rows = new.iter().zip(judged).map(|(mark, one)| {
            let (outcome, why) = one.outcome();
            field_arrival::ActiveModel {
                key: Set(mark.key.clone()),
                device_id: Set(device),
                account_id: Set(self.permit.actor().account),
                session_id: Set(session),
                enrolment_id: Set(mark.person),
                state: Set(mark.state),
                minutes: Set(one.minutes),
                note: Set(mark.note.clone()),
                seen_mark_id: Set(mark.seen),
                sequence: Set(mark.sequence),
                device_at: Set(mark.at),
                sent_at: Set(self.sent_at),
                arrived_at: Set(self.now),
                outcome: Set(outcome),
                why: Set(why),
                mark_id: Set(one.mark),
                settled_at: Set(one.overtaken.then_some(self.now)),
                settled_as: Set(one.overtaken.then_some(Settled::Superseded)),
                ..Default::default()
            }
        });
        field_arrival::Entity::insert_many(rows).exec_without_returning(self.tx).await?;
        Ok(())
    }

    async fn walk_ins(&mut self, held: &Held, walk_ins: Vec<WalkIn>) -> Result<usize, DbErr> {
        let mut keys = HashSet::new();
        let new: Vec<WalkIn> = walk_ins
            .into_iter()
            .filter(|came| !self.told.contains_key(&came.key) && keys.insert(came.key.clone()))
            .collect();
        if new.is_empty() {
            return Ok(0);
        }
        let rows = new.iter().map(|came| walk_in::ActiveModel {
            key: Set(came.key.clone()),
            device_id: Set(Some(self.permit.device().id)),
            account_id: Set(self.permit.actor().account),
            session_id: Set(held.session().id),
            name: Set(came.name.clone()),
            note: Set(came.note.clone()),
            state: Set(came.state),
            sequence: Set(Some(came.sequence)),
            device_at: Set(Some(came.at)),
            sent_at: Set(Some(self.sent_at)),
            arrived_at: Set(self.now),
            outcome: Set(walk_in::Outcome::Pending),
            ..Default::default()
        });
        walk_in::Entity::insert_many(rows).exec_without_returning(self.tx).await?;
        for came in &new {
            self.tell(&came.key, "review", Some(WHO_IS_IT.to_owned()), None);
        }
        Ok(new.len())
    }

    async fn note(&self, held: &Held, waiting: usize, came: usize) -> Result<(), DbErr> {
        record(
            self.tx,
            Event {
                at: self.now,
                actor: Some(self.permit.actor().account.0),
                request: self.permit.by().request.as_deref(),
                action: "attendance.arrive",
                subject_kind: "session",
                subject_id: held.session().id.0,
                cohort_id: Some(held.cohort().id.0),
                detail: json!({ "waiting": waiting, "walk_ins": came }),
            },
        )
        .await
    }
}

/// A mark with what was decided about it.
struct Judged {
    verdict: Verdict,
    minutes: Option<i32>,
    /// The mark that it became or agrees with.
    mark: Option<MarkId>,
    /// What the other mark says.
    against: Option<String>,
    /// A later one of this batch takes its place.
    overtaken: bool,
}

impl Judged {
    fn outcome(&self) -> (Outcome, Option<field_arrival::Why>) {
        match self.verdict {
            Verdict::Apply => (Outcome::Applied, None),
            Verdict::Agrees => (Outcome::Agrees, None),
            Verdict::Superseded => (Outcome::Superseded, None),
            Verdict::Conflict => (Outcome::Conflict, None),
            Verdict::Review(why) => (Outcome::Review, Some(why)),
        }
    }
}

/// Minutes where the cohort counts them, of somebody who was there.
fn minutes(cohort: &cohort::Model, mark: &Mark) -> Option<i32> {
    mark.minutes.filter(|_| cohort.partial_hours && rules::was_there(mark.state))
}
