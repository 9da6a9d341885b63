//! A claim without an account. The answer says nothing about who is known here: neither its words
//! nor its status, statements or time (P23).

use rocket::{get, post};

use enrolment_model::read_document;
use people_model::entity::person::DocumentType;
use platform::limits::{SharedBudget, address_key};
use sign_in_model::commands::normal_mail;
use sign_in_model::prelude::*;

use crate::wallet::commands::{self, NewClaim};
use crate::wallet::rules;
use crate::wallet::views::ClaimPage;

const OF_ADDRESS: SharedBudget = SharedBudget {
    name: "wallet claims",
    attempts: rules::PER_ADDRESS,
    window: rules::ADDRESS_WINDOW,
};

/// Counted for the document as it is claimed from one address: whoever claims somebody's document
/// keeps nobody else, its owner least of all, from claiming it.
const OF_DOCUMENT: SharedBudget = SharedBudget {
    name: "wallet claims of a document",
    attempts: rules::PER_DOCUMENT,
    window: rules::DOCUMENT_WINDOW,
};

fn page(form: FormState, is_sent: bool) -> ClaimPage {
    ClaimPage {
        form,
        document_types: DocumentType::alternatives(),
        is_sent,
        hours: rules::LINK.num_hours(),
    }
}

#[get("/mis-certificados/recuperar?<enviado>")]
pub async fn form(desk: Desk<'_>, enviado: Option<&str>) -> Answer {
    desk.show(&page(FormState::default(), enviado.is_some()))
}

#[post("/mis-certificados/recuperar", data = "<fields>")]
pub async fn claim(desk: Desk<'_>, fields: Fields) -> Answer {
    let mut reader = Reader::new(&fields);
    let document = read_document(&mut reader);
    let mail = reader.mail("correo", "Escriba su correo.");
    let document = match reader.finish() {
        Ok(()) => document.ok_or(AppError::NotFound)?,
        Err(form) => return desk.refuse(&page(form, false)),
    };
    let (kind, number) = document;
    let (db, now) = (&desk.app.db, desk.app.clock.now());
    let address = address_key(desk.request().client_ip());
    OF_ADDRESS.take(db, &address, now).await?;
    OF_DOCUMENT.take(db, &format!("{address} {} {number}", kind.code()), now).await?;
    let claim =
        NewClaim { document_type: kind, document_number: number, email: normal_mail(&mail) };
    commands::ask(desk.app, claim, desk.request_id()).await?;
    desk.go("/mis-certificados/recuperar?enviado=si")
}
