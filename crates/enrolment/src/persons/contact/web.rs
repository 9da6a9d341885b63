//! Addresses of contacts.

use people_model::commands::{NewContacts, RecordChange, change_own_phone};
use people_model::entity::person::{self, PersonId};
use people_model::policy::{may_change_own_phone, may_correct_contacts};
use people_model::rules::{document_label, full_name};
use sign_in_model::prelude::*;
use sign_in_model::queries::account_of;

use super::commands::correct as correct_contacts;
use super::views::{ContactPage, OwnPhonePage};
use crate::persons::policy::REVIEWERS;
use crate::persons::queries as persons;
use crate::persons::requests::{self, ChangeWay};

pub fn routes() -> Vec<Route> {
    routes![form, correct, phone_form, phone]
}

const LONGEST_REASON: usize = 500;

async fn page(
    desk: &Desk<'_>,
    person: &person::Model,
    asks: bool,
    form: FormState,
) -> Result<ContactPage, AppError> {
    Ok(ContactPage {
        asks,
        form,
        name: full_name(person),
        document: document_label(person.document_type, &person.document_number),
        person: format!("/personas/{}", person.id),
        has_account: account_of(desk.app.db.read(), person.id.0).await?.is_some(),
    })
}

#[get("/personas/<person>/contacto")]
async fn form(desk: Desk<'_>, person: PersonId) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let person = persons::find(desk.app, actor, person).await?;
    let asks = ChangeWay::for_one(&desk, actor, person.id, may_correct_contacts).await?.asks();
    let form = FormState::default()
        .with("correo", person.email.as_deref().unwrap_or_default())
        .with("telefono", person.phone.as_deref().unwrap_or_default());
    desk.show(&page(&desk, &person, asks, form).await?)
}

#[post("/personas/<person>/contacto", data = "<fields>")]
async fn correct(desk: Desk<'_>, person: PersonId, fields: Fields) -> Answer {
    let actor = desk.actor_as(REVIEWERS)?;
    let person = persons::find(desk.app, actor, person).await?;
    let way = ChangeWay::for_one(&desk, actor, person.id, may_correct_contacts).await?;
    let asks = way.asks();
    let mut reader = Reader::new(&fields);
    let new = NewContacts {
        email: reader.optional("correo", 254),
        phone: reader.optional("telefono", 40),
    };
    let reason = reader.text("motivo", LONGEST_REASON, "Escriba por qué se corrige.");
    if let Err(refusal) = new.clone().normal() {
        reader.wrong(refusal.field().unwrap_or_default(), refusal.sentence());
    }
    let back = format!("/personas/{}", person.id);
    let refused = match reader.finish() {
        Ok(()) => {
            let done = match way {
                ChangeWay::AtOnce(permit) => {
                    correct_contacts(desk.app, permit, new, &reason).await.map(|()| {
                        desk.done(back, "El correo y el teléfono quedaron como los escribió.")
                    })
                }
                ChangeWay::Asked(permit) => {
                    let change = RecordChange::Contacts(new);
                    requests::send(&desk, permit, change, &reason, back).await
                }
            };
            match done {
                Ok(answer) => return answer,
                Err(failure) => fields.refused(&failure.refusal()?),
            }
        }
        Err(form) => form,
    };
    desk.refuse(&page(&desk, &person, asks, refused).await?)
}

#[get("/mis-datos/telefono")]
async fn phone_form(desk: Desk<'_>) -> Answer {
    let actor = desk.actor()?;
    let own = PersonId(actor.person.ok_or(AppError::NotFound)?);
    let person = persons::find(desk.app, actor, own).await?;
    let form = FormState::default().with("telefono", person.phone.as_deref().unwrap_or_default());
    desk.show(&OwnPhonePage { form })
}

#[post("/mis-datos/telefono", data = "<fields>")]
async fn phone(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let own = PersonId(actor.person.ok_or(AppError::NotFound)?);
    let permit = may_change_own_phone(actor, own)?;
    let mut reader = Reader::new(&fields);
    let typed = reader.text("telefono", 40, "Escriba su teléfono.");
    let refused = match reader.finish() {
        Ok(()) => match change_own_phone(desk.app, permit, &typed).await {
            Ok(()) => return desk.done(format!("/personas/{own}"), "Su teléfono quedó cambiado."),
            Err(failure) => fields.refused(&failure.refusal()?),
        },
        Err(form) => form,
    };
    desk.refuse(&OwnPhonePage { form: refused })
}
