//! The telephones of whoever is signed in: which keep lists, and taking a lost one out of use.

use sea_orm::EntityTrait;

use sign_in_model::prelude::*;

use crate::entity::attendance_mark::DeviceId;
use crate::field::entity::field_device;
use crate::field::views::{DeviceLine, DevicesPage};
use crate::field::{commands, policy, queries};

#[get("/mi-cuenta/dispositivos")]
pub async fn list(desk: Desk<'_>) -> Answer {
    let actor = desk.actor()?;
    policy::may_carry(actor)?;
    let devices = queries::devices(desk.app.db.read(), actor.account).await?;
    let line = |device: field_device::Model| DeviceLine {
        action: format!("/mi-cuenta/dispositivos/{}/retiro", device.id),
        until: device.heard_until().map(|at| dates::short(dates::bogota_date(at))),
        name: device.label,
        seen: dates::short_with_time(device.last_seen_at),
        since: dates::short_with_time(device.created_at),
        revoked: device.revoked_at.map(dates::short_with_time),
    };
    desk.show(&DevicesPage { devices: devices.into_iter().map(line).collect() })
}

#[post("/mi-cuenta/dispositivos/<device>/retiro")]
pub async fn revoke(desk: Desk<'_>, device: DeviceId) -> Answer {
    let actor = desk.actor()?;
    let found = field_device::Entity::find_by_id(device).one(desk.app.db.read()).await?;
    let found = found.ok_or(AppError::NotFound)?;
    // Somebody else's looks absent.
    let permit = policy::may_revoke(actor, &found).map_err(|_| AppError::NotFound)?;
    commands::revoke(desk.app, permit).await?;
    desk.done(
        "/mi-cuenta/dispositivos",
        "El teléfono quedó retirado: la próxima vez que tenga señal se borran sus listas.",
    )
}
