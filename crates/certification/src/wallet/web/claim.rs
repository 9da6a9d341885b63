//! A claim without an account. The answer says nothing about who is known here: neither its words
//! nor its status, statements or time (P23).

use rocket::{State as Managed, get, post};

use enrolment_model::read_document;
use people_model::entity::person::DocumentType;
use platform::limits::{Buckets, Limiter, RetryAfter};
use platform::secrets;
use sign_in_model::commands::normal_mail;
use sign_in_model::prelude::*;

use crate::wallet::commands::{self, NewClaim};
use crate::wallet::rules;
use crate::wallet::views::ClaimPage;

/// Counts the claims from each network address and for each document. Documents are counted by digest,
/// so that the memory of the process holds none.
pub struct ClaimLimits {
    of_address: Limiter,
    of_document: Buckets<String>,
}

impl Default for ClaimLimits {
    fn default() -> Self {
        Self {
            of_address: Limiter::new(rules::PER_ADDRESS, rules::ADDRESS_WINDOW),
            of_document: Buckets::new(rules::PER_DOCUMENT, rules::DOCUMENT_WINDOW),
        }
    }
}

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
pub async fn claim(desk: Desk<'_>, fields: Fields, claims: &Managed<ClaimLimits>) -> Answer {
    let mut reader = Reader::new(&fields);
    let document = read_document(&mut reader);
    let mail = reader.mail("correo", "Escriba su correo.");
    let document = match reader.finish() {
        Ok(()) => document.ok_or(AppError::NotFound)?,
        Err(form) => return desk.refuse(&page(form, false)),
    };
    let (kind, number) = document;
    let now = desk.app.clock.now();
    let key = secrets::digest(format!("{} {number}", kind.code()));
    let too_many = |RetryAfter(seconds)| AppError::TooMany { retry_after_seconds: seconds };
    claims.of_address.take(desk.request().client_ip(), now).map_err(too_many)?;
    claims.of_document.take(key, now).map_err(too_many)?;
    let claim =
        NewClaim { document_type: kind, document_number: number, email: normal_mail(&mail) };
    commands::ask(desk.app, claim, desk.request_id()).await?;
    desk.go("/mis-certificados/recuperar?enviado=si")
}
