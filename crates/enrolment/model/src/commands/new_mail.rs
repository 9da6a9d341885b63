//! Somebody has another mail: what was sent to the old one opens nothing any more, and open offers are
//! sent to the new one.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect, QueryTrait, Set,
};

use notices_model::commands::queue;
use people_model::entity::person;
use people_model::subscribers::MAIL;
use platform::subscribers::Subscriber;
use platform::{dates, secrets};
use sign_in_model::prelude::*;
use territory_model::queries::entity_name;

use super::seat_ledger::summary;
use super::shared::{accounts_of, recipient};
use crate::entity::{enrolment, place_link, seat_offer};
use crate::letters::{NominationLetter, SeatOfferLetter};

/// The subscriber that voids links and sends offers again.
pub fn mail_subscriber() -> Subscriber {
    Subscriber {
        table: MAIL,
        on_change: |tx, app, ids| {
            Box::pin(async move {
                void_links(tx, ids).await?;
                offer_again(tx, app, ids).await
            })
        },
    }
}

/// Deletes the addresses that stand for the enrolments of these persons: the next letter has its own.
async fn void_links(tx: &DatabaseTransaction, persons: &[i64]) -> Result<(), AppError> {
    let theirs = enrolment::Entity::find()
        .select_only()
        .column(enrolment::Column::Id)
        .filter(enrolment::Column::PersonId.is_in(persons.iter().copied()))
        .into_query();
    place_link::Entity::delete_many()
        .filter(place_link::Column::EnrolmentId.in_subquery(theirs))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives the open offers of these persons another secret and writes to the mail that they have now. The
/// seat, its term and its answer stay as they are.
async fn offer_again(tx: &DatabaseTransaction, app: &App, persons: &[i64]) -> Result<(), AppError> {
    let open = seat_offer::Entity::find()
        .find_also_related(enrolment::Entity)
        .filter(enrolment::Column::PersonId.is_in(persons.iter().copied()))
        .filter(seat_offer::Column::SettledAt.is_null())
        .filter(seat_offer::Column::ExpiresAt.gt(app.clock.now()))
        .all(tx)
        .await?;
    if open.is_empty() {
        return Ok(());
    }
    let rows: Vec<&enrolment::Model> = open.iter().filter_map(|(_, row)| row.as_ref()).collect();
    let accounts = accounts_of(tx, &rows).await?;
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(persons.iter().copied()))
        .all(tx)
        .await?;
    let people: HashMap<_, _> = people.into_iter().map(|one| (one.id, one)).collect();
    for (offer, row) in open {
        let Some(row) = row else { continue };
        let token = secrets::token()?;
        let (id, until) = (offer.id, dates::long_with_time(offer.expires_at));
        let digest = secrets::digest(&token);
        let mut changed = offer.into_active_model();
        changed.token_hash = Set(digest.clone());
        changed.update(tx).await?;
        let to = people
            .get(&row.person_id)
            .and_then(|one| recipient(one, accounts.get(&Some(one.id.0))));
        let Some(to) = to else { continue };
        let key = format!("enrolment/offer/{id}/{digest}");
        let about = summary(tx, row.cohort_id, row.id).await?;
        match row.nominated_by {
            Some(entity) => {
                let entity = entity_name(tx, entity).await?;
                queue(tx, app, to, key, &NominationLetter { about, until, entity, token }).await?
            }
            None => queue(tx, app, to, key, &SeatOfferLetter { about, until, token }).await?,
        }
    }
    Ok(())
}
