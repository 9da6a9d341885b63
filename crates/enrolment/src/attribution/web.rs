//! Addresses of an attribution.

use cohorts_model as cohorts;
use people_model::entity::post::PostId;
use people_model::queries::{person, posts};
use people_model::rules::full_name;
use sign_in_model::prelude::*;
use territory_model::queries::place;

use super::views::AttributionPage;
use crate::entity::enrolment::EnrolmentId;
use crate::persons::queries as persons;
use crate::policy::{EnrolmentParties, may_attribute};
use crate::rules::EnrolmentRefusal;
use crate::{commands, queries};

pub fn routes() -> Vec<Route> {
    routes![show, change]
}

const LONGEST_REASON: usize = 300;

async fn page(
    desk: &Desk<'_>,
    id: EnrolmentId,
    form: FormState,
) -> Result<AttributionPage, AppError> {
    let db = desk.app.db.read();
    let (row, cohort) = queries::find(db, desk.actor()?, id).await?;
    let person = person(db, row.person_id).await?;
    let course = cohorts::queries::get(db, cohort.id).await?.version.name;
    let counted_for = match &row.municipality_code {
        Some(code) => place(db, code).await?.map(|place| place.full_name()),
        None => None,
    };
    let actor = desk.actor()?;
    let access = persons::access(desk.app, actor, person.id).await?;
    let seen = crate::persons::policy::posts(actor, access);
    let held = posts(db, person.id, seen, desk.app.clock.today()).await?;
    let held =
        held.into_iter().filter(|held| held.post.ends_on.is_none_or(|end| end >= cohort.starts_on));
    Ok(AttributionPage {
        posts: held
            .map(|held| {
                let words = format!("{}, {}", held.post.position, held.entity);
                Alternative::new(held.post.id, words).explained(held.municipality)
            })
            .collect(),
        person: full_name(&person),
        course,
        cohort: cohort.name,
        counted_for: counted_for.unwrap_or_else(|| "Ningún municipio".to_owned()),
        form,
        enrolment: format!("/inscripciones/{id}"),
    })
}

#[get("/inscripciones/<enrolment>/municipio")]
async fn show(desk: Desk<'_>, enrolment: EnrolmentId) -> Answer {
    let actor = desk.actor()?;
    let (row, cohort) = queries::find(desk.app.db.read(), actor, enrolment).await?;
    may_attribute(
        actor,
        EnrolmentParties { enrolment, person: row.person_id, unit: &cohort.unit_code },
    )?;
    let form = FormState::default().with_option("vinculacion", row.post_id);
    desk.show(&page(&desk, enrolment, form).await?)
}

#[post("/inscripciones/<enrolment>/municipio", data = "<fields>")]
async fn change(desk: Desk<'_>, enrolment: EnrolmentId, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let (row, cohort) = queries::find(desk.app.db.read(), actor, enrolment).await?;
    let parties = EnrolmentParties { enrolment, person: row.person_id, unit: &cohort.unit_code };
    let permit = may_attribute(actor, parties)?;
    let mut reader = Reader::new(&fields);
    let post: Option<PostId> = fields.first("vinculacion").parse().ok();
    if post.is_none() {
        reader.wrong("vinculacion", "Elija la vinculación por la que participa.");
    }
    let reason = reader.text("motivo", LONGEST_REASON, "Escriba por qué cambia.");
    // The other posts of somebody whom the coordination does not reach are not its to choose from (R80).
    if !persons::access(desk.app, actor, row.person_id).await?.coordinated {
        reader.wrong("vinculacion", EnrolmentRefusal::NotAcceptedYet.sentence());
    }
    let refused = match (reader.finish(), post) {
        (Ok(()), Some(post)) => match commands::attribute(desk.app, permit, post, &reason).await {
            Ok(()) => {
                let to = format!("/inscripciones/{enrolment}");
                return desk.done(to, "La inscripción cuenta ahora para ese municipio.");
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
        (Err(form), _) => form,
        (Ok(()), None) => fields.state(),
    };
    desk.refuse(&page(&desk, enrolment, refused).await?)
}
