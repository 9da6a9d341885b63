//! A batch from a telephone: everything is kept, what can count counts, each mark is answered.
//!
//! One transaction. The sessions are taken in the order of their cohorts, whose rows are locked, so
//! that two batches of one cohort come one after the other. The number of statements grows with the
//! number of sessions, never with that of marks.
//!
//! [`partition`] sorts a batch by session, [`known`] reads what the judgement needs, [`judging`]
//! decides about each mark, [`writing`] keeps it, and [`replies`] answers each key.

mod judging;
mod known;
mod partition;
mod replies;
mod writing;

use std::collections::HashSet;

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use cohorts_model::entity::session::SessionId;
use enrolment_model::entity::enrolment::EnrolmentId;
use enrolment_model::queries::own_place;
use platform::idempotency::{Reservation, StoredResponse};
use platform::prelude::*;

use self::judging::{JudgingFacts, judge_all};
use self::known::{accessible_sessions, effective_marks, enrolled, last_sequences};
use self::partition::{SessionBatch, partition};
use self::replies::Replies;
use self::writing::{append_applied, keep_arrivals, keep_walk_ins, record_waiting};
use crate::field::entity::field_device;
use crate::field::policy::Send;
use crate::field::wire::{Batch, FieldMark, FieldWalkIn};
use crate::marks::{LockedSession, hold};

/// A batch on its way into the database: who sent it, when, and the transaction that takes it.
struct Delivery<'a> {
    app: &'a App,
    tx: &'a DatabaseTransaction,
    permit: &'a Send,
    now: DateTime<Utc>,
    /// What the telephone's clock said when the batch left.
    sent_at: DateTime<Utc>,
}

/// Writes what a telephone sent and returns the answer, which is kept in the same transaction, so
/// that the same request again is answered alike.
pub async fn receive(
    app: &App,
    permit: Send,
    reservation: &Reservation,
    batch: Batch,
) -> Result<StoredResponse, AppError> {
    let tx = app.db.begin().await?;
    let now = app.clock.now();
    let delivery = Delivery { app, tx: &tx, permit: &permit, now, sent_at: batch.sent_at };
    let mut replies = Replies::default();
    for (key, why) in &batch.refused {
        replies.refuse(key, why);
    }
    receive_all(&delivery, &mut replies, batch.marks, batch.walk_ins).await?;
    field_device::Entity::update_many()
        .col_expr(field_device::Column::LastSeenAt, Expr::value(now))
        .filter(field_device::Column::Id.eq(permit.device().id))
        .exec(&tx)
        .await?;
    let answer = StoredResponse { status: 200, body: replies.body(&batch.keys, now)? };
    reservation.keep(&tx, now, &answer).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn receive_all(
    delivery: &Delivery<'_>,
    replies: &mut Replies,
    marks: Vec<FieldMark>,
    walk_ins: Vec<FieldWalkIn>,
) -> Result<(), AppError> {
    let asked: HashSet<SessionId> = marks
        .iter()
        .map(|mark| mark.session)
        .chain(walk_ins.iter().map(|walk_in| walk_in.session))
        .collect();
    let access = accessible_sessions(delivery.tx, delivery.permit, &asked).await?;
    let parts = partition(marks, walk_ins, &access);
    // What was answered once keeps its answer, even if its session is nobody's by now.
    replies.repeat_known(delivery, &parts.stray, &[]).await?;
    replies.refuse_stray(&parts.stray);
    for ((cohort, session), part) in parts.sessions {
        let theirs = access.get(&session).is_some_and(|access| access.theirs);
        let mut locked = hold(delivery.tx, cohort, session).await?;
        replies.repeat_known(delivery, &part.keys(), &part.marks).await?;
        let SessionBatch { marks, walk_ins } = part;
        let waiting = receive_marks(delivery, replies, &mut locked, theirs, marks).await?;
        let came = receive_walk_ins(delivery, replies, &locked, walk_ins).await?;
        if waiting + came > 0 {
            record_waiting(delivery, &locked, waiting, came).await?;
        }
    }
    Ok(())
}

/// Judges, writes and answers the marks of one session. Returns how many wait for a decision now.
async fn receive_marks(
    delivery: &Delivery<'_>,
    replies: &mut Replies,
    locked: &mut LockedSession,
    theirs: bool,
    marks: Vec<FieldMark>,
) -> Result<usize, AppError> {
    let mut new = replies.unanswered(marks, |mark| &mark.key);
    new.sort_by_key(|mark| mark.sequence);
    let people: HashSet<EnrolmentId> = new.iter().map(|mark| mark.enrolment).collect();
    let on_the_roll = enrolled(delivery.tx, locked, &people).await?;
    new.retain(|mark| {
        let known = on_the_roll.contains_key(&mark.enrolment);
        if !known {
            replies.refuse_person(&mark.key);
        }
        known
    });
    if new.is_empty() {
        return Ok(0);
    }
    let device = delivery.permit.device().id;
    let own = own_place(delivery.tx, delivery.permit.by(), locked.cohort().id).await?;
    let facts = JudgingFacts {
        theirs,
        own: own.map(|place| place.id),
        on_the_roll,
        last_said: last_sequences(delivery.tx, locked.session().id, device, &people).await?,
        current: effective_marks(delivery.tx, locked, &people, device).await?,
    };
    let mut judgements = judge_all(delivery, locked, &new, facts);
    append_applied(delivery, locked, &new, &mut judgements).await?;
    keep_arrivals(delivery, locked, &new, &judgements).await?;
    let waiting = judgements.iter().filter(|one| one.waits()).count();
    for (mark, judgement) in new.iter().zip(judgements) {
        replies.judged(&mark.key, judgement);
    }
    Ok(waiting)
}

/// Keeps and answers the walk-ins of one session. Returns how many are new.
async fn receive_walk_ins(
    delivery: &Delivery<'_>,
    replies: &mut Replies,
    locked: &LockedSession,
    walk_ins: Vec<FieldWalkIn>,
) -> Result<usize, AppError> {
    let new = replies.unanswered(walk_ins, |walk_in| &walk_in.key);
    if new.is_empty() {
        return Ok(0);
    }
    keep_walk_ins(delivery, locked, &new).await?;
    for walk_in in &new {
        replies.unidentified(&walk_in.key);
    }
    Ok(new.len())
}
