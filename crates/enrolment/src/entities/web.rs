//! Addresses of entities to review.

use sign_in_model::prelude::*;
use territory_model::commands::accept_entity;
use territory_model::entity::entity::EntityId;
use territory_model::policy::may_accept;
use territory_model::queries::{entities_to_review, entity_within};

use super::views::{EntityLine, EntityQueuePage};
use crate::persons::policy::REVIEWERS;

pub fn routes() -> Vec<Route> {
    routes![queue, accept]
}

#[get("/entidades/revision")]
async fn queue(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let rows = entities_to_review(desk.app.db.read(), actor).await?;
    let line = |entity: territory_model::queries::NamedEntity| EntityLine {
        accept: format!("/entidades/{}/revision", entity.id),
        name: entity.full_name(),
    };
    desk.show(&EntityQueuePage { rows: rows.into_iter().map(line).collect() })
}

#[post("/entidades/<entity>/revision")]
async fn accept(desk: Desk<'_>, entity: EntityId) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let found = entity_within(desk.app.db.read(), actor, entity).await?;
    found.ok_or(AppError::NotFound)?;
    accept_entity(desk.app, may_accept(actor, entity)?).await?;
    desk.done("/entidades/revision", "La entidad quedó aceptada: se ofrece en los formularios.")
}
