//! Addresses of entities.

mod list;
mod review;
mod show;
mod unite;

use sign_in_model::prelude::*;
use territory_model::entity::entity::{self, EntityId};
use territory_model::kinds::UNSORTED;
use territory_model::queries::{catalog, entity_within};

use super::story::kind_label;

pub fn routes() -> Vec<Route> {
    [list::routes(), review::routes(), show::routes(), unite::routes()].concat()
}

/// An entity that the actor answers for; another name of one is not found.
async fn found(desk: &Desk<'_>, id: EntityId) -> Result<entity::Model, AppError> {
    let found = entity_within(desk.app.db.read(), desk.actor()?, id).await?;
    found.ok_or(AppError::NotFound)
}

/// Every kind, and at the end the one of those that nobody has sorted.
async fn kinds(desk: &Desk<'_>) -> Result<Vec<Alternative>, AppError> {
    let mut all = catalog(desk.app.db.read(), "entity_type").await?;
    all.push(Alternative::new(UNSORTED, kind_label(&[], UNSORTED)));
    Ok(all)
}
