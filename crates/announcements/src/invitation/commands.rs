//! Sending a call.

use sea_orm::{EntityTrait, QuerySelect as _};

use cohorts_model::entity::cohort;
use cohorts_model::queries::get;
use notices_model::commands::queue_all;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use sign_in_model::work::Work;

use super::letters::Invitation;
use super::policy::{InviteFocalPoints, invites_at};
use super::queries::{call_key, focal_points, free_seats, uncalled};
use super::refusals::InvitationRefusal;

/// Writes to every focal point to whom nothing was written about this cohort today, and returns the
/// number of letters.
pub async fn invite(
    app: &App,
    permit: InviteFocalPoints,
    message: Option<String>,
) -> Result<usize, Failure<InvitationRefusal>> {
    let today = app.clock.today();
    let work = Work::begin(app, permit.by()).await?;
    let id = *permit.cohort();
    // Two calls at once take turns, and the second finds everybody called.
    let held = cohort::Entity::find_by_id(id).lock_exclusive().one(&work.tx).await?;
    let stage = held.ok_or(AppError::NotFound)?.stage;
    if !invites_at(stage) {
        return refuse(InvitationRefusal::NotOpen { stage });
    }
    let row = get(&work.tx, id).await?;
    let points = focal_points(&work.tx, id).await?;
    if points.is_empty() {
        return refuse(InvitationRefusal::Nobody);
    }
    let points = uncalled(&work.tx, id, points, today).await?;
    if points.is_empty() {
        return refuse(InvitationRefusal::CalledToday);
    }
    let free = free_seats(&work.tx, &row.cohort).await?;
    let letters: Vec<_> = points
        .iter()
        .map(|point| {
            let letter = Invitation::new(&row, free, &point.municipality, message.clone());
            (point.recipient(), call_key(id, today, point.account), letter)
        })
        .collect();
    let called = letters.len();
    queue_all(&work.tx, app, letters).await?;
    let detail = json!({ "letters": called });
    work.record_in(id.0, "announcements.call", ("cohort", id.0), detail).await?;
    work.commit().await?;
    Ok(called)
}
