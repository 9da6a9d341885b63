//! Addresses of targets.

use capacities_model::entity::capacity;
use capacities_model::queries::{capacities, capacity, code_or_first};
use platform::texts::Refusal as _;
use sign_in_model::prelude::*;
use territory_model::addresses::MunicipalityCode;
use territory_model::queries::NamedMunicipality;

use super::commands::{NewTarget, set_target};
use super::queries::{governed, target_history};
use super::rules::{MOST_PEOPLE, TargetRefusal};
use super::views::TargetPage;
use crate::policy::{SETTERS, may_set_target};

const LONGEST_REASON: usize = 500;

pub fn routes() -> Vec<Route> {
    routes![form, set]
}

/// A municipality whose coordination the actor is, and a capacity; anything else is not there.
async fn asked(
    desk: &Desk<'_>,
    place: &MunicipalityCode,
    code: &str,
) -> Result<(NamedMunicipality, capacity::Model), AppError> {
    let actor = desk.actor_as(&SETTERS)?;
    let db = desk.app.db.read();
    let place = governed(db, actor, place.as_str()).await?.ok_or(AppError::NotFound)?;
    let capacity = capacity(db, code).await?.ok_or(AppError::NotFound)?;
    Ok((place, capacity))
}

async fn page(
    desk: &Desk<'_>,
    (place, capacity): &(NamedMunicipality, capacity::Model),
    form: FormState,
) -> Result<TargetPage, AppError> {
    let db = desk.app.db.read();
    let rows = target_history(db, &place.code, &capacity.code).await?;
    let framework = capacities(db).await?;
    Ok(TargetPage {
        form,
        code: place.code.clone(),
        name: place.full_name(),
        capacity: capacity.name.clone(),
        choice: FormState::default().with("capacidad", &capacity.code),
        capacities: framework.iter().map(|one| Alternative::new(&one.code, &one.name)).collect(),
        capacity_code: capacity.code.clone(),
        rows,
    })
}

#[get("/municipios/<place>/capacidad/meta")]
async fn form(desk: Desk<'_>, place: MunicipalityCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let code = code_or_first(desk.app.db.read(), fields.first("capacidad")).await?;
    let asked = asked(&desk, &place, &code).await?;
    let form = FormState::default().with("desde", dates::input_date(desk.app.clock.today()));
    desk.show(&page(&desk, &asked, form).await?)
}

#[post("/municipios/<place>/capacidad/meta", data = "<fields>")]
async fn set(desk: Desk<'_>, place: MunicipalityCode, fields: Fields) -> Answer {
    let asked = asked(&desk, &place, fields.first("capacidad")).await?;
    let permit = may_set_target(desk.actor()?, &asked.0.code)?;
    let mut reader = Reader::new(&fields);
    let sentence = TargetRefusal::PeopleOutOfRange.sentence();
    let people = reader.whole("personas", 0..=MOST_PEOPLE, &sentence);
    let since = reader.date("desde", "Escriba desde cuándo vale.");
    let missing = "Escriba de dónde sale la meta, o por qué cambia.";
    let reason = reader.text("motivo", LONGEST_REASON, missing);
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, &asked, form).await?);
    }
    let new = NewTarget { capacity: asked.1.code.clone(), people, since, reason };
    match set_target(desk.app, permit, new).await {
        Ok(_) => {
            desk.done(format!("/municipios/{}/capacidad", asked.0.code), "La meta quedó guardada.")
        }
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, &asked, form).await?)
        }
    }
}
