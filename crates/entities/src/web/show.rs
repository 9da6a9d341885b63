//! The page of an entity, where it is corrected.

use platform::texts::{say, word};
use sign_in_model::prelude::*;
use sign_in_model::queries::story;
use territory_model::entity::entity::{self, EntityId};
use territory_model::kinds::UNSORTED;
use territory_model::looks::is_latin;
use territory_model::nit::{WrongNit, normal_nit, shown_nit};
use territory_model::policy::may_correct;
use territory_model::queries::{entity_within, place};

use super::super::commands::{EntityCorrection, correct as correct_entity};
use super::super::queries::{other_names, people_in, survivor_of};
use super::super::story::{kind_label, moment};
use super::super::views::EntityPage;
use super::{found, kinds};
use enrolment_model::persons::policy::REVIEWERS;

/// The longest reason that is kept.
pub const LONGEST_REASON: usize = 500;

pub fn routes() -> Vec<Route> {
    routes![show, correct]
}

/// What the page of an entity and the page of its union say about it.
pub async fn facts(
    desk: &Desk<'_>,
    entity: &entity::Model,
    kinds: &[Alternative],
) -> Result<Vec<Fact>, AppError> {
    let db = desk.app.db.read();
    let place = match entity.municipality_code.as_deref() {
        Some(code) => place(db, code).await?.map(|place| place.full_name()),
        None => None,
    };
    let people = people_in(db, [entity.id], desk.app.clock.today()).await?;
    let people = people.get(&entity.id).copied().unwrap_or(0);
    Ok(vec![
        Fact::new("Clase", kind_label(kinds, &entity.kind)),
        Fact::new("Municipio", place.unwrap_or_else(|| "De todo el departamento".to_owned())),
        Fact::new("NIT", entity.nit.as_deref().map_or("Sin NIT".to_owned(), shown_nit)),
        Fact::new("Personas con una vinculación hoy", numbers::grouped(people)),
    ])
}

async fn page(
    desk: &Desk<'_>,
    entity: &entity::Model,
    form: FormState,
) -> Result<EntityPage, AppError> {
    let db = desk.app.db.read();
    let kinds = kinds(desk).await?;
    let lines = story(db, "entity", entity.id.0).await?;
    let people = entity.municipality_code.as_deref();
    Ok(EntityPage {
        name: entity.name.clone(),
        path: format!("/entidades/{}", entity.id),
        facts: facts(desk, entity, &kinds).await?,
        other_names: other_names(db, entity.id).await?.join("; "),
        people: people.map(|code| format!("/personas?municipio={code}")),
        waits: !entity.is_reviewed || entity.kind == UNSORTED,
        form,
        story: lines.into_iter().filter_map(|line| moment(&kinds, line)).collect(),
        kinds,
    })
}

#[get("/entidades/<entity>")]
async fn show(desk: Desk<'_>, entity: EntityId) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let db = desk.app.db.read();
    let Some(entity) = entity_within(db, actor, entity).await? else {
        // Another name leads to the entity itself, for those who answer for that one.
        let itself = survivor_of(db, entity).await?.ok_or(AppError::NotFound)?;
        let itself = found(&desk, itself).await?;
        return desk.go(format!("/entidades/{}", itself.id));
    };
    let form = FormState::default()
        .with("nombre", &entity.name)
        .with("clase", &entity.kind)
        .with("nit", entity.nit.as_deref().map(shown_nit).unwrap_or_default());
    desk.show(&page(&desk, &entity, form).await?)
}

#[post("/entidades/<entity>/correccion", data = "<fields>")]
async fn correct(desk: Desk<'_>, entity: EntityId, fields: Fields) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let entity = found(&desk, entity).await?;
    let permit = may_correct(actor, entity.id)?;
    let kinds = kinds(&desk).await?;
    let mut reader = Reader::new(&fields);
    let name = reader.text("nombre", 160, "Escriba el nombre de la entidad.");
    if !is_latin(&name) {
        reader.wrong("nombre", "Escriba el nombre con las letras del español.");
    }
    let choices: Vec<(&str, &str)> =
        kinds.iter().map(|kind| (kind.value.as_str(), kind.value.as_str())).collect();
    let kind = reader.choice("clase", &choices, word("entities.kind_missing"));
    let nit = reader.optional("nit", 20).map(|typed| normal_nit(&typed)).transpose();
    let nit = nit.unwrap_or_else(|wrong| {
        reader.wrong("nit", nit_sentence(wrong));
        None
    });
    let reason = reader.text("motivo", LONGEST_REASON, "Escriba por qué hace falta el cambio.");
    let refused = match (reader.finish(), kind) {
        (Ok(()), Some(kind)) => {
            let new = EntityCorrection { name, kind: kind.to_owned(), nit };
            match correct_entity(desk.app, permit, new, &reason).await {
                Ok(()) => {
                    let back = format!("/entidades/{}", entity.id);
                    return desk.done(back, "La entidad quedó corregida.");
                }
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
        (Err(form), _) => form,
        (Ok(()), None) => fields.state(),
    };
    desk.refuse(&page(&desk, &entity, refused).await?)
}

fn nit_sentence(wrong: WrongNit) -> String {
    match wrong {
        WrongNit::Malformed => word("entities.nit_malformed").to_owned(),
        WrongNit::CheckDigit { right } => {
            say("entities.nit_check", &[("right", right.to_string())])
        }
    }
}
