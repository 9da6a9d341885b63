//! Writing down the venues of municipalities (R12).

use sea_orm::{
    ActiveModelTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Set, SqlErr,
};
use serde_json::json;

use platform::app::App;
use platform::db::take_turns;
use platform::errors::{AppError, Failure};
use sign_in_model::work::Work;
use territory_model::queries::place;

use super::CohortResult;
use super::hours::book;
use crate::entity::venue::{self, VenueId};
use crate::policy::KeepVenue;
use crate::queries::venue_bookings;
use crate::refusals::CohortRefusal;
use crate::venues::spellings;

/// The name of a venue and how many people it seats.
#[derive(Clone, Debug)]
pub struct VenueOutline {
    pub name: String,
    pub capacity: Option<i32>,
}

/// Writes down a venue, or changes the one of `id`; the sessions still to come whose place names it are
/// then found by it.
pub async fn keep_venue(
    app: &App,
    permit: KeepVenue,
    id: Option<VenueId>,
    new: VenueOutline,
) -> CohortResult<VenueId> {
    let work = Work::begin(app, permit.by()).await?;
    take_turns(&work.tx, &["venues"]).await?;
    let named = place(&work.tx, permit.municipality()).await?.ok_or(AppError::NotFound)?;
    let [search_name, search_full, search_long] = spellings(&new.name, &named);
    let found = match id {
        Some(id) => venue::Entity::find_by_id(id).one(&work.tx).await?,
        None => None,
    };
    let before = found.as_ref().map(|venue| (venue.name.clone(), venue.capacity));
    let is_new = found.is_none();
    let mut row = found.map(IntoActiveModel::into_active_model).unwrap_or_default();
    row.municipality_code = Set(named.code);
    row.name = Set(new.name.clone());
    row.search_name = Set(search_name);
    row.search_full = Set(search_full);
    row.search_long = Set(search_long);
    row.capacity = Set(new.capacity);
    let saved = match is_new {
        true => {
            row.created_at = Set(work.now);
            row.insert(&work.tx).await
        }
        false => row.update(&work.tx).await,
    };
    let saved = match saved {
        Ok(venue) => venue,
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(Failure::Refused(CohortRefusal::VenueKnown));
        }
        Err(error) => return Err(error.into()),
    };
    rebook(&work.tx).await?;
    let detail = json!({
        "municipality": saved.municipality_code,
        "name": [before.as_ref().map(|(name, _)| name), Some(&new.name)],
        "capacity": [before.as_ref().and_then(|(_, capacity)| *capacity), new.capacity],
    });
    work.record("cohorts.keep_venue", ("venue", saved.id.0), detail).await?;
    work.commit().await?;
    Ok(saved.id)
}

/// Sessions whose venue is written with the same statements.
const AT_ONCE: usize = 500;

/// Writes down the venues of the sessions whose place names another one now.
async fn rebook(tx: &DatabaseTransaction) -> Result<(), DbErr> {
    let moved: Vec<_> = venue_bookings(tx)
        .await?
        .into_iter()
        .filter(|booking| booking.by_place != booking.written)
        .map(|booking| (booking.session, booking.by_place))
        .collect();
    for some in moved.chunks(AT_ONCE) {
        book(tx, some).await?;
    }
    Ok(())
}
