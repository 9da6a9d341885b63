//! What somebody says of themselves before a screen, where another mark says otherwise: it waits
//! beside the marks of telephones, and the same people decide about it.

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter,
};

use history_model::commands::{Event, record};
use platform::secrets;
use sign_in_model::entity::account::AccountId;
use sign_in_model::prelude::*;

use crate::entity::attendance_mark::DeviceId;
use crate::field::entity::field_arrival::{self, ArrivalOutcome};
use crate::field::entity::field_device::{self, Kind};
use crate::marks::{LockedSession, Mark};

const SCREEN: &str = "Pantalla del código de ingreso";

/// Adds a screen to the devices and returns its id. A screen keeps nothing, and nobody has its token.
pub async fn screen(
    tx: &DatabaseTransaction,
    of: AccountId,
    now: DateTime<Utc>,
) -> Result<DeviceId, AppError> {
    let row = field_device::ActiveModel {
        account_id: Set(of),
        label: Set(SCREEN.to_owned()),
        token_digest: Set(secrets::digest(secrets::token()?)),
        created_at: Set(now),
        last_seen_at: Set(now),
        left_at: Set(Some(now)),
        kind: Set(Kind::Screen),
        ..Default::default()
    };
    Ok(row.insert(tx).await?.id)
}

/// Keeps a mark that disagrees with the one that counts; `false` when the device said it
/// before: it waits, or it was decided.
///
/// # Errors
/// A mark without device or author, which is a defect of the caller.
pub async fn dispute(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    locked: &LockedSession,
    mark: &Mark,
) -> Result<bool, AppError> {
    use field_arrival::Column;
    let (Some(device), Some(at), Some(author)) = (mark.device, mark.device_at, by.account) else {
        return Err(AppError::Internal("a dispute needs a device, an hour and an author".into()));
    };
    let session = locked.session().id;
    let of_device = field_arrival::Entity::find()
        .filter(Column::SessionId.eq(session))
        .filter(Column::EnrolmentId.eq(mark.enrolment))
        .filter(Column::DeviceId.eq(device));
    if of_device.count(tx).await? > 0 {
        return Ok(false);
    }
    let now = app.clock.now();
    field_arrival::ActiveModel {
        key: Set(secrets::token()?),
        device_id: Set(device),
        account_id: Set(author),
        session_id: Set(session),
        enrolment_id: Set(mark.enrolment),
        state: Set(mark.state),
        minutes: Set(mark.minutes),
        seen_mark_id: Set(None),
        sequence: Set(at.timestamp_micros()),
        device_at: Set(at),
        sent_at: Set(at),
        arrived_at: Set(now),
        outcome: Set(ArrivalOutcome::Conflict),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    record(
        tx,
        Event {
            cohort_id: Some(locked.cohort().id.0),
            detail: json!({ "waiting": 1, "walk_ins": 0 }),
            ..by.event(now, "attendance.arrive", ("session", session.0))
        },
    )
    .await?;
    Ok(true)
}
