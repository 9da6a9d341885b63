//! Addresses of the contacts of territorial units.

use people_model::commands::NewContacts;
use sign_in_model::actor::COORDINATION;
use sign_in_model::prelude::*;

use super::commands;
use super::policy::may_keep;
use super::queries::{self, UnitRow};
use super::views::{UnitContactPage, UnitsPage};

/// Longest words about the office, in letters.
const LONGEST_OFFICE: usize = 200;

pub fn routes() -> Vec<Route> {
    routes![list, form, keep]
}

#[get("/direcciones")]
async fn list(desk: Desk<'_>) -> Answer {
    let actor = desk.actor_as(&COORDINATION)?;
    let rows = queries::units(desk.app.db.read(), actor).await?;
    desk.show(&UnitsPage::of(&rows))
}

async fn found(desk: &Desk<'_>, unit: &str) -> Result<UnitRow, AppError> {
    let actor = desk.actor_as(&COORDINATION)?;
    let row = queries::unit_within(desk.app.db.read(), actor, unit).await?;
    row.ok_or(AppError::NotFound)
}

#[get("/direcciones/<unit>/contacto")]
async fn form(desk: Desk<'_>, unit: &str) -> Answer {
    let row = found(&desk, unit).await?;
    desk.show(&UnitContactPage::of(row, None))
}

#[post("/direcciones/<unit>/contacto", data = "<fields>")]
async fn keep(desk: Desk<'_>, unit: &str, fields: Fields) -> Answer {
    let row = found(&desk, unit).await?;
    let permit = may_keep(desk.actor()?, &row.unit.code)?;
    let mut reader = Reader::new(&fields);
    let new = NewContacts {
        email: reader.optional("correo", 254),
        phone: reader.optional("telefono", 30),
    };
    let office = reader.optional("atencion", LONGEST_OFFICE);
    if let Err(form) = reader.finish() {
        return desk.refuse(&UnitContactPage::of(row, Some(form)));
    }
    match commands::keep_contact(desk.app, permit, new, office).await {
        Ok(()) => desk.done("/direcciones", "El contacto quedó guardado."),
        Err(failure) => {
            let form = fields.refused(&failure.refusal()?);
            desk.refuse(&UnitContactPage::of(row, Some(form)))
        }
    }
}
