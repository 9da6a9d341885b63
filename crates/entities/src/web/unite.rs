//! Two entities that are one: looking for the other, comparing both, and making one of them.

use platform::pager::address;
use sign_in_model::prelude::*;
use territory_model::entity::entity::{self, EntityId};
use territory_model::policy::may_merge;

use super::super::commands::merge;
use super::super::queries::{EntitySearch, search, ties};
use super::super::views::{EntitySide, EntityUnionPage};
use super::list::lines;
use super::show::{LONGEST_REASON, facts};
use super::{found, kinds};
use enrolment_model::persons::policy::REVIEWERS;

pub fn routes() -> Vec<Route> {
    routes![compare, unite]
}

/// Entity and municipality, as the policy asks for them.
fn placed(entity: &entity::Model) -> (EntityId, Option<&str>) {
    (entity.id, entity.municipality_code.as_deref())
}

async fn side(
    desk: &Desk<'_>,
    entity: &entity::Model,
    kinds: &[Alternative],
) -> Result<EntitySide, AppError> {
    let mut facts = facts(desk, entity, kinds).await?;
    let ties = ties(desk.app.db.read(), entity.id).await?;
    let counted = |count: u64| numbers::grouped(i64::try_from(count).unwrap_or(i64::MAX));
    facts.push(Fact::new("Vinculaciones, también las que terminaron", counted(ties.posts)));
    facts.push(Fact::new("Postulaciones", counted(ties.nominations)));
    facts.push(Fact::new("Roles de enlace", counted(ties.roles)));
    Ok(EntitySide { name: entity.name.clone(), href: format!("/entidades/{}", entity.id), facts })
}

/// The page with both once the other one is chosen, and with those to choose from before.
async fn page(
    desk: &Desk<'_>,
    entity: &entity::Model,
    other: Option<&entity::Model>,
    (text, form): (&str, FormState),
) -> Result<EntityUnionPage, AppError> {
    let actor = desk.actor()?;
    let kinds = kinds(desk).await?;
    let path = format!("/entidades/{}", entity.id);
    let mut page = EntityUnionPage {
        name: entity.name.clone(),
        filter: FormState::default().with("q", text),
        candidates: Vec::new(),
        more: false,
        sides: Vec::new(),
        form,
        other: String::new(),
        records: Vec::new(),
        path: path.clone(),
    };
    if let Some(other) = other {
        page.sides = vec![side(desk, entity, &kinds).await?, side(desk, other, &kinds).await?];
        page.other = other.id.to_string();
        page.records =
            [other, entity].into_iter().map(|one| Alternative::new(one.id, &one.name)).collect();
        return Ok(page);
    }
    // The administration may unite over municipalities, and says whose name it looks for.
    let is_wide = actor.is_administrator() && !text.is_empty();
    let sought = EntitySearch {
        text,
        municipality: entity.municipality_code.as_deref().filter(|_| !is_wide),
        ..EntitySearch::default()
    };
    let here = address(&format!("{path}/union"), &[("q", text)]);
    let (mut rows, pager) = search(desk.app, actor, sought, None, &here).await?;
    rows.retain(|row| row.id != entity.id);
    page.more = pager.pages > 1;
    page.candidates =
        lines(desk, rows, &kinds, |row| format!("{path}/union?otra={}", row.id)).await?;
    Ok(page)
}

#[get("/entidades/<entity>/union?<otra>&<q>")]
async fn compare(desk: Desk<'_>, entity: EntityId, otra: Option<i64>, q: Option<&str>) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let entity = found(&desk, entity).await?;
    let other = match otra {
        Some(id) => Some(found(&desk, EntityId(id)).await?),
        None => None,
    };
    let mut form = FormState::default();
    if let Some(other) = &other {
        may_merge(actor, placed(other), placed(&entity))?;
        form = form.with("queda", other.id);
    }
    let text = q.unwrap_or_default();
    desk.show(&page(&desk, &entity, other.as_ref(), (text, form)).await?)
}

#[post("/entidades/<entity>/union", data = "<fields>")]
async fn unite(desk: Desk<'_>, entity: EntityId, fields: Fields) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let entity = found(&desk, entity).await?;
    let Ok(other) = fields.first("otra").parse::<EntityId>() else {
        let mut reader = Reader::new(&fields);
        reader.wrong("q", "Elija primero la otra entidad.");
        let form = reader.finish().err().unwrap_or_default();
        return desk.refuse(&page(&desk, &entity, None, ("", form)).await?);
    };
    let other = found(&desk, other).await?;
    // Whichever of the two stays.
    may_merge(actor, placed(&other), placed(&entity))?;
    let mut reader = Reader::new(&fields);
    let (one, two) = (other.id.to_string(), entity.id.to_string());
    let of = [(one.as_str(), other.id), (two.as_str(), entity.id)];
    let stays = reader.choice("queda", &of, "Elija la entidad que queda.");
    let reason =
        reader.text("motivo", LONGEST_REASON, "Escriba cómo comprobó que es la misma entidad.");
    let refused = match (reader.finish(), stays) {
        (Ok(()), Some(stays)) => {
            let (survivor, absorbed) =
                if stays == other.id { (&other, &entity) } else { (&entity, &other) };
            let permit = may_merge(actor, placed(survivor), placed(absorbed))?;
            match merge(desk.app, permit, &reason).await {
                Ok(()) => {
                    let back = format!("/entidades/{stays}");
                    return desk
                        .done(back, "Las dos entidades son una: todo lo de la otra quedó aquí.");
                }
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
        (Err(form), _) => form,
        (Ok(()), None) => fields.state(),
    };
    desk.refuse(&page(&desk, &entity, Some(&other), ("", refused)).await?)
}
