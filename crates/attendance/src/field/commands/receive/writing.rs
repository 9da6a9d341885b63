//! What a batch leaves in the database: marks that count, every arrival, walk-ins, and the line in
//! history that something waits.

use std::collections::HashSet;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use serde_json::json;

use enrolment_model::entity::enrolment::EnrolmentId;
use history_model::commands::{Event, record};
use platform::errors::AppError;

use super::Delivery;
use super::judging::MarkJudgement;
use crate::entity::attendance_mark::{DeviceId, Method};
use crate::entity::walk_in;
use crate::field::entity::field_arrival::{self, Resolution};
use crate::field::judge::ArrivalVerdict;
use crate::field::wire::{FieldMark, FieldWalkIn};
use crate::marks::{LockedSession, Mark, append};
use crate::pending::PendingDecision;

/// Writes the marks that count, and notes in each judgement which mark it became.
pub(super) async fn append_applied(
    delivery: &Delivery<'_>,
    locked: &mut LockedSession,
    new: &[FieldMark],
    judgements: &mut [MarkJudgement],
) -> Result<(), AppError> {
    let device = delivery.permit.device().id;
    let applied: Vec<usize> = (0..new.len())
        .filter(|index| judgements[*index].verdict == ArrivalVerdict::Apply)
        .collect();
    let rows = applied.iter().map(|index| mark(&new[*index], device)).collect();
    let written = append(delivery.tx, delivery.app, delivery.permit.by(), locked, rows).await?;
    for (index, mark) in applied.iter().zip(&written) {
        judgements[*index].mark = Some(*mark);
    }
    Ok(())
}

fn mark(mark: &FieldMark, device: DeviceId) -> Mark {
    Mark {
        minutes: mark.minutes,
        reason: mark.note.clone(),
        device: Some(device),
        device_at: Some(mark.at),
        key: Some(mark.key.clone()),
        ..Mark::new(mark.enrolment, mark.state, Method::Offline)
    }
}

/// Keeps every mark as it arrived. What waited of the same telephone about the same people is
/// settled, because the telephone said something later. Two statements at most.
pub(super) async fn keep_arrivals(
    delivery: &Delivery<'_>,
    locked: &LockedSession,
    new: &[FieldMark],
    judgements: &[MarkJudgement],
) -> Result<(), DbErr> {
    use field_arrival::Column;
    let Delivery { tx, permit, now, sent_at, .. } = *delivery;
    let (device, session) = (permit.device().id, locked.session().id);
    let spoken: HashSet<EnrolmentId> = new
        .iter()
        .zip(judgements)
        .filter(|(_, one)| one.verdict != ArrivalVerdict::Superseded)
        .map(|(mark, _)| mark.enrolment)
        .collect();
    if !spoken.is_empty() {
        field_arrival::Entity::update_many()
            .col_expr(Column::SettledAt, Expr::value(now))
            .col_expr(Column::SettledAs, Expr::value(Resolution::Superseded))
            .filter(Column::SessionId.eq(session))
            .filter(Column::DeviceId.eq(device))
            .filter(Column::EnrolmentId.is_in(spoken))
            .filter(PendingDecision::Arrivals.open())
            .exec(tx)
            .await?;
    }
    let rows = new.iter().zip(judgements).map(|(mark, one)| {
        let (outcome, why) = one.outcome();
        field_arrival::ActiveModel {
            key: Set(mark.key.clone()),
            device_id: Set(device),
            account_id: Set(permit.actor().account),
            session_id: Set(session),
            enrolment_id: Set(mark.enrolment),
            state: Set(mark.state),
            minutes: Set(one.minutes),
            note: Set(mark.note.clone()),
            seen_mark_id: Set(mark.seen),
            sequence: Set(mark.sequence),
            device_at: Set(mark.at),
            sent_at: Set(sent_at),
            arrived_at: Set(now),
            outcome: Set(outcome),
            why: Set(why),
            mark_id: Set(one.mark),
            settled_at: Set(one.overtaken.then_some(now)),
            settled_as: Set(one.overtaken.then_some(Resolution::Superseded)),
            ..Default::default()
        }
    });
    field_arrival::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Keeps the names of people who came without being on the list. One statement.
pub(super) async fn keep_walk_ins(
    delivery: &Delivery<'_>,
    locked: &LockedSession,
    new: &[FieldWalkIn],
) -> Result<(), DbErr> {
    let rows = new.iter().map(|walk_in| walk_in::ActiveModel {
        key: Set(walk_in.key.clone()),
        device_id: Set(Some(delivery.permit.device().id)),
        account_id: Set(delivery.permit.actor().account),
        session_id: Set(locked.session().id),
        name: Set(walk_in.name.clone()),
        note: Set(walk_in.note.clone()),
        state: Set(walk_in.state),
        sequence: Set(Some(walk_in.sequence)),
        device_at: Set(Some(walk_in.at)),
        sent_at: Set(Some(delivery.sent_at)),
        arrived_at: Set(delivery.now),
        outcome: Set(walk_in::WalkInOutcome::Pending),
        ..Default::default()
    });
    walk_in::Entity::insert_many(rows).exec_without_returning(delivery.tx).await?;
    Ok(())
}

/// Records in history that something of this session waits for the coordination.
pub(super) async fn record_waiting(
    delivery: &Delivery<'_>,
    locked: &LockedSession,
    waiting: usize,
    came: usize,
) -> Result<(), DbErr> {
    let subject = ("session", locked.session().id.0);
    record(
        delivery.tx,
        Event {
            cohort_id: Some(locked.cohort().id.0),
            detail: json!({ "waiting": waiting, "walk_ins": came }),
            ..delivery.permit.by().event(delivery.now, "attendance.arrive", subject)
        },
    )
    .await
}
