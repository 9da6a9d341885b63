//! Venues: halls and rooms that no two cohorts take at once.

use sign_in_model::prelude::*;
use territory_model::queries::{NamedMunicipality, place, places, unit_serving, unit_territory};

use super::RUNNERS;
use crate::commands::{self, VenueOutline};
use crate::entity::venue::VenueId;
use crate::policy::{self, KeepVenue};
use crate::queries;
use crate::views::{VenueLine, VenuePage, VenuesPage};

const LONGEST_NAME: usize = 120;
const CAPACITY: std::ops::RangeInclusive<i32> = 1..=10_000;

/// The municipalities whose venues the actor keeps.
async fn territory(desk: &Desk<'_>) -> Result<Vec<NamedMunicipality>, AppError> {
    let (db, actor) = (desk.app.db.read(), desk.actor_as(&RUNNERS)?);
    if actor.is_administrator() {
        return Ok(places().into_model::<NamedMunicipality>().all(db).await?);
    }
    let mut all = Vec::new();
    for unit in actor.units() {
        all.extend(unit_territory(db, unit).await?);
    }
    Ok(all)
}

async fn list_page(
    desk: &Desk<'_>,
    places: &[NamedMunicipality],
    form: FormState,
) -> Result<VenuesPage, AppError> {
    let venues = queries::venues_within(desk.app.db.read(), desk.actor()?).await?;
    let name = |code: &str| {
        let place = places.iter().find(|place| place.code == code);
        place.map(NamedMunicipality::full_name).unwrap_or_default()
    };
    Ok(VenuesPage {
        form,
        venues: venues
            .into_iter()
            .map(|venue| VenueLine {
                id: venue.id.0,
                municipality: name(&venue.municipality_code),
                capacity: venue
                    .capacity
                    .map(|seats| numbers::some(seats, "puesto", "puestos"))
                    .unwrap_or_default(),
                name: venue.name,
            })
            .collect(),
        municipalities: places.iter().map(NamedMunicipality::alternative).collect(),
    })
}

#[get("/sedes")]
pub async fn list(desk: Desk<'_>) -> Answer {
    let places = territory(&desk).await?;
    desk.show(&list_page(&desk, &places, FormState::default()).await?)
}

fn read(reader: &mut Reader<'_>, fields: &Fields) -> VenueOutline {
    let name = reader.text("nombre", LONGEST_NAME, "Escriba el nombre de la sede.");
    let capacity = (!fields.first("puestos").is_empty())
        .then(|| reader.whole("puestos", CAPACITY, "Escriba cuántas personas caben sentadas."));
    VenueOutline { name, capacity }
}

/// The permit for a municipality, by the unit that serves it.
async fn permit(desk: &Desk<'_>, municipality: &str) -> Result<KeepVenue, AppError> {
    let unit = unit_serving(desk.app.db.read(), municipality).await?;
    let unit = unit.map(|unit| unit.code).unwrap_or_default();
    Ok(policy::may_keep_venue(desk.actor()?, &unit, municipality)?)
}

#[post("/sedes", data = "<fields>")]
pub async fn add(desk: Desk<'_>, fields: Fields) -> Answer {
    let places = territory(&desk).await?;
    let mut reader = Reader::new(&fields);
    let new = read(&mut reader, &fields);
    let codes: Vec<(&str, &str)> =
        places.iter().map(|place| (place.code.as_str(), place.code.as_str())).collect();
    let municipality = reader.choice("municipio", &codes, "Elija el municipio de la sede.");
    let municipality = match (reader.finish(), municipality) {
        (Ok(()), Some(municipality)) => municipality,
        (refused, _) => {
            let form = refused.err().unwrap_or_else(|| fields.state());
            return desk.refuse(&list_page(&desk, &places, form).await?);
        }
    };
    let permit = permit(&desk, municipality).await?;
    match commands::keep_venue(desk.app, permit, None, new).await {
        Ok(_) => desk.done("/sedes", "La sede quedó guardada."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&list_page(&desk, &places, form).await?)
        }
    }
}

async fn page(
    desk: &Desk<'_>,
    id: VenueId,
    form: Option<FormState>,
) -> Result<VenuePage, AppError> {
    let (db, actor) = (desk.app.db.read(), desk.actor_as(&RUNNERS)?);
    let venue = queries::venue(db, actor, id).await?;
    let named = place(db, &venue.municipality_code).await?;
    let kept =
        || FormState::default().with("nombre", &venue.name).with_option("puestos", venue.capacity);
    Ok(VenuePage {
        form: form.unwrap_or_else(kept),
        id: venue.id.0,
        municipality: named.map(|place| place.full_name()).unwrap_or_default(),
    })
}

#[get("/sedes/<venue>")]
pub async fn edit_form(desk: Desk<'_>, venue: VenueId) -> Answer {
    desk.show(&page(&desk, venue, None).await?)
}

#[post("/sedes/<venue>", data = "<fields>")]
pub async fn edit(desk: Desk<'_>, venue: VenueId, fields: Fields) -> Answer {
    let found = queries::venue(desk.app.db.read(), desk.actor_as(&RUNNERS)?, venue).await?;
    let permit = permit(&desk, &found.municipality_code).await?;
    let mut reader = Reader::new(&fields);
    let change = read(&mut reader, &fields);
    if let Err(form) = reader.finish() {
        return desk.refuse(&page(&desk, venue, Some(form)).await?);
    }
    match commands::keep_venue(desk.app, permit, Some(venue), change).await {
        Ok(_) => desk.done("/sedes", "La sede quedó guardada."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&page(&desk, venue, Some(form)).await?)
        }
    }
}
