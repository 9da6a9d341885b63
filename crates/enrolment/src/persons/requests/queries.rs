//! Requests about records that the actor's coordination reaches.

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use people_model::entity::person;
use people_model::entity::person_request::{self, PersonRequestId};
use people_model::policy::{PersonAccess, as_other_unit};
use platform::app::App;
use platform::errors::AppError;
use platform::pager::{MOST_LISTED, Pager};
use sign_in_model::actor::{AccountId, Actor};
use sign_in_model::entity::account;

use crate::persons::queries::{access, requests_scope};

/// Returns a page of the requests that wait, the oldest first, each with the record it is about.
pub async fn waiting(
    app: &App,
    actor: &Actor,
    page: Option<u64>,
) -> Result<(Vec<(person_request::Model, Option<person::Model>)>, Pager), DbErr> {
    let db = app.db.read();
    let listed: Vec<PersonRequestId> = person_request::Entity::find()
        .select_only()
        .column(person_request::Column::Id)
        .filter(person_request::Column::DecidedAt.is_null())
        .filter(requests_scope(app, actor))
        .order_by_asc(person_request::Column::Id)
        .limit(MOST_LISTED)
        .into_tuple()
        .all(db)
        .await?;
    let (pager, shown) = Pager::cut(page, listed, "/solicitudes-de-registro");
    let rows = person_request::Entity::find()
        .find_also_related(person::Entity)
        .filter(person_request::Column::Id.is_in(shown))
        .order_by_asc(person_request::Column::Id)
        .all(db)
        .await?;
    Ok((rows, pager))
}

/// Returns a request; a foreign one and an absent one look alike.
pub async fn find(
    app: &App,
    actor: &Actor,
    id: PersonRequestId,
) -> Result<person_request::Model, AppError> {
    let found = person_request::Entity::find_by_id(id).filter(requests_scope(app, actor));
    found.one(app.db.read()).await?.ok_or(AppError::NotFound)
}

/// Returns what the actor is to the records of a request as another unit than the one that asked.
pub async fn access_of_others(
    app: &App,
    actor: &Actor,
    request: &person_request::Model,
) -> Result<Vec<PersonAccess>, DbErr> {
    let other = as_other_unit(actor, request);
    let mut all = Vec::new();
    for person in request.persons() {
        all.push(access(app, &other, person).await?);
    }
    Ok(all)
}

/// The name that an account shows; empty when there is none.
pub async fn name_of(app: &App, id: AccountId) -> Result<String, DbErr> {
    let found = account::Entity::find_by_id(id).one(app.db.read()).await?;
    Ok(found.map(|account| account.display_name).unwrap_or_default())
}
