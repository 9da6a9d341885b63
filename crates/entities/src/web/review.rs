//! Entities to review.

use platform::texts::word;
use sign_in_model::prelude::*;
use territory_model::commands::accept_entity;
use territory_model::entity::entity::EntityId;
use territory_model::kinds::UNSORTED;
use territory_model::policy::may_accept;
use territory_model::queries::{catalog, entities_to_review};

use super::super::views::{EntityLine, EntityQueuePage};
use super::found;
use enrolment_model::employers::TOWN_HALL;
use enrolment_model::persons::policy::REVIEWERS;

pub fn routes() -> Vec<Route> {
    routes![queue, accept]
}

fn field_of(entity: EntityId) -> String {
    format!("clase[{entity}]")
}

/// The kinds that a typed entity may be of. The alcaldía is never typed: there is one, and forms name it.
async fn kinds(desk: &Desk<'_>) -> Result<Vec<Alternative>, AppError> {
    let all = catalog(desk.app.db.read(), "entity_type").await?;
    Ok(all.into_iter().filter(|kind| kind.value != TOWN_HALL).collect())
}

/// The queue, each entity with the kind that its name or whoever typed it says.
async fn queue_page(desk: &Desk<'_>, mut form: FormState) -> Result<EntityQueuePage, AppError> {
    let waiting = entities_to_review(desk.app.db.read(), desk.actor()?).await?;
    let mut rows = Vec::new();
    for entity in waiting {
        let field = field_of(entity.id);
        if form.first(&field).is_none() {
            form = form.with(&field, &entity.kind);
        }
        let href = format!("/entidades/{}", entity.id);
        let accept = format!("{href}/revision");
        rows.push(EntityLine { name: entity.full_name(), href, accept, field });
    }
    Ok(EntityQueuePage { form, kinds: kinds(desk).await?, rows })
}

#[get("/entidades/revision")]
async fn queue(desk: Desk<'_>) -> Answer {
    desk.actor_as(REVIEWERS)?;
    desk.show(&queue_page(&desk, FormState::default()).await?)
}

#[post("/entidades/<entity>/revision", data = "<fields>")]
async fn accept(desk: Desk<'_>, entity: EntityId, fields: Fields) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let found = found(&desk, entity).await?;
    let permit = may_accept(actor, entity)?;
    let (field, kinds) = (field_of(entity), kinds(&desk).await?);
    let choices: Vec<(&str, String)> =
        kinds.iter().map(|kind| (kind.value.as_str(), kind.value.clone())).collect();
    let mut reader = Reader::new(&fields);
    let kind = match fields.has(&field) || found.kind == UNSORTED {
        true => reader.choice(&field, &choices, word("entities.kind_missing")),
        // Accepted as it stands.
        false => Some(found.kind),
    };
    match (reader.finish(), kind) {
        (Ok(()), Some(kind)) => accept_entity(desk.app, permit, kind).await?,
        (refused, _) => {
            let form = refused.err().unwrap_or_default();
            return desk.refuse(&queue_page(&desk, form).await?);
        }
    }
    desk.done("/entidades/revision", "La entidad quedó aceptada: se ofrece en los formularios.")
}
