//! The page on which the place of a municipality is changed for a capacity, with its history.

use capacities_model::entity::capacity;
use capacities_model::queries::{capacities, capacity, code_or_first};
use ledger_model::targets::queries::governed;
use platform::pager::address;
use sign_in_model::prelude::*;
use territory_model::addresses::MunicipalityCode;
use territory_model::queries::NamedMunicipality;

use super::commands::{override_rank, withdraw_override};
use super::entity::priority_override::Direction;
use super::policy::{MOVERS, may_override};
use super::queries::told;
use super::views::RankPage;

const LONGEST_REASON: usize = 500;
const WAYS: [(&str, Direction); 2] = [("subir", Direction::Lift), ("bajar", Direction::Lower)];

pub fn routes() -> Vec<Route> {
    routes![show, change, withdraw]
}

/// A municipality that the actor runs cohorts for, and a capacity; anything else is not there.
async fn asked(
    desk: &Desk<'_>,
    place: &MunicipalityCode,
    code: &str,
) -> Result<(NamedMunicipality, capacity::Model), AppError> {
    let actor = desk.actor_as(&MOVERS)?;
    let db = desk.app.db.read();
    let place = governed(db, actor, place.as_str()).await?.ok_or(AppError::NotFound)?;
    let capacity = capacity(db, code).await?.ok_or(AppError::NotFound)?;
    Ok((place, capacity))
}

async fn page(
    desk: &Desk<'_>,
    (place, capacity): &(NamedMunicipality, capacity::Model),
    form: FormState,
) -> Result<RankPage, AppError> {
    let db = desk.app.db.read();
    let rows = told(db, &place.code, &capacity.code).await?;
    let framework = capacities(db).await?;
    Ok(RankPage {
        form,
        code: place.code.clone(),
        name: place.full_name(),
        capacity: capacity.name.clone(),
        choice: FormState::default().with("capacidad", &capacity.code),
        capacities: framework.iter().map(|one| Alternative::new(&one.code, &one.name)).collect(),
        capacity_code: capacity.code.clone(),
        ways: vec![
            Alternative::new("subir", "Subirlo antes de los demás"),
            Alternative::new("bajar", "Bajarlo después de los demás"),
        ],
        stands: rows.iter().any(|row| row.withdrawn_at.is_none()),
        rows,
        back: ranking(&capacity.code),
    })
}

fn ranking(capacity: &str) -> String {
    address("/prioridades", &[("capacidad", capacity)])
}

#[get("/municipios/<place>/prioridad")]
async fn show(desk: Desk<'_>, place: MunicipalityCode) -> Answer {
    let fields = Fields::of_address(desk.request());
    let code = code_or_first(desk.app.db.read(), fields.first("capacidad")).await?;
    let asked = asked(&desk, &place, &code).await?;
    desk.show(&page(&desk, &asked, FormState::default()).await?)
}

#[post("/municipios/<place>/prioridad", data = "<fields>")]
async fn change(desk: Desk<'_>, place: MunicipalityCode, fields: Fields) -> Answer {
    let asked = asked(&desk, &place, fields.first("capacidad")).await?;
    let permit = may_override(desk.actor()?, &asked.0.code)?;
    let mut reader = Reader::new(&fields);
    let way = reader.choice("sentido", &WAYS, "Elija si sube o baja.");
    let missing = "Escriba el motivo: queda junto al puesto y en la historia.";
    let reason = reader.text("motivo", LONGEST_REASON, missing);
    let wrong = reader.finish().err();
    let (Some(way), None) = (way, &wrong) else {
        return desk.refuse(&page(&desk, &asked, wrong.unwrap_or_default()).await?);
    };
    match override_rank(desk.app, permit, &asked.1.code, (way, reason)).await {
        Ok(_) => desk.done(ranking(&asked.1.code), "El puesto quedó cambiado, con su motivo."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, &asked, form).await?)
        }
    }
}

#[post("/municipios/<place>/prioridad/retiro", data = "<fields>")]
async fn withdraw(desk: Desk<'_>, place: MunicipalityCode, fields: Fields) -> Answer {
    let asked = asked(&desk, &place, fields.first("capacidad")).await?;
    let permit = may_override(desk.actor()?, &asked.0.code)?;
    match withdraw_override(desk.app, permit, &asked.1.code).await {
        Ok(()) => desk.done(ranking(&asked.1.code), "Vale otra vez el puesto calculado."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, &asked, form).await?)
        }
    }
}
