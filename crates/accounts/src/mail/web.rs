//! Addresses of the mail of an account.

use people_model::commands::prove_mail;
use platform::limits::address_key;
use platform::numbers;
use sign_in_model::actor::AccountId;
use sign_in_model::browser::Browser;
use sign_in_model::commands::attempts::Source;
use sign_in_model::commands::{self, SignInRefusal, usable_mail_request};
use sign_in_model::entity::account;
use sign_in_model::policy::{may_correct_mail, may_see_accounts};
use sign_in_model::prelude::*;
use sign_in_model::{queries as accounts, rules, take_form};

use super::views::{AccountMailPage, MailProofPage, OwnMailPage};
use crate::queries;

pub fn routes() -> Vec<Route> {
    routes![form, correct, own_form, own, proof_form, proof]
}

const LONGEST_REASON: usize = 500;

async fn stored(desk: &Desk<'_>, id: AccountId) -> Result<account::Model, AppError> {
    let actor = desk.actor()?;
    may_see_accounts(actor)?;
    let found = queries::account(desk.app.db.read(), actor, id).await?;
    Ok(found.ok_or(AppError::NotFound)?.account)
}

fn page(account: &account::Model, form: FormState) -> AccountMailPage {
    AccountMailPage {
        form,
        name: account.display_name.clone(),
        mail: account.email.clone(),
        account: format!("/cuentas/{}", account.id),
    }
}

/// Where a person is known, their record is corrected and the account moves with it.
fn of_person(account: &account::Model) -> Option<String> {
    account.person_id.map(|person| format!("/personas/{person}/contacto"))
}

#[get("/cuentas/<account>/correo")]
async fn form(desk: Desk<'_>, account: AccountId) -> Answer {
    let row = stored(&desk, account).await?;
    may_correct_mail(desk.actor()?, account)?;
    match of_person(&row) {
        Some(there) => desk.go(there),
        None => desk.show(&page(&row, FormState::default())),
    }
}

#[post("/cuentas/<account>/correo", data = "<fields>")]
async fn correct(desk: Desk<'_>, account: AccountId, fields: Fields) -> Answer {
    let row = stored(&desk, account).await?;
    let permit = may_correct_mail(desk.actor()?, account)?;
    let mut reader = Reader::new(&fields);
    let mail = reader.mail("correo", "Escriba el correo nuevo.");
    let reason = reader.text("motivo", LONGEST_REASON, "Escriba por qué se corrige.");
    let refused = match reader.finish() {
        Ok(()) => match commands::correct_account_mail(desk.app, permit, &mail, &reason).await {
            Ok(()) => {
                return desk.done(
                        format!("/cuentas/{account}"),
                        "El correo quedó corregido y el enlace para crear otra contraseña va en camino.",
                    );
            }
            Err(failure) => fields.refused(&failure.refusal()?),
        },
        Err(form) => form,
    };
    desk.refuse(&page(&row, refused))
}

async fn own_page(desk: &Desk<'_>, form: FormState) -> Result<OwnMailPage, AppError> {
    let (db, account, now) = (desk.app.db.read(), desk.actor()?.account, desk.app.clock.now());
    let awaited = queries::awaited_mail(db, account, now).await?.map(|request| {
        let until = dates::short_with_time(request.expires_at);
        format!("Espera confirmación: {}. El enlace vence el {until}", request.email)
    });
    Ok(OwnMailPage {
        form,
        awaited,
        mail: accounts::email_of(db, account).await?,
        term: numbers::some(rules::MAIL_LINK.num_hours(), "hora", "horas"),
    })
}

#[get("/mi-correo")]
async fn own_form(desk: Desk<'_>) -> Answer {
    desk.show(&own_page(&desk, FormState::default()).await?)
}

/// The answer is the same whether another account has the mail or not (P23).
#[post("/mi-correo", data = "<fields>")]
async fn own(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let mut reader = Reader::new(&fields);
    let mail = reader.mail("correo", "Escriba el correo nuevo.");
    let password = fields.first("contrasena");
    if password.is_empty() {
        reader.wrong("contrasena", "Escriba su contraseña.");
    }
    if let Err(form) = reader.finish() {
        return desk.refuse(&own_page(&desk, form).await?);
    }
    let address = address_key(desk.request().client_ip());
    let from = Source { address: &address, browser: &Browser::of(&desk) };
    match commands::ask_for_mail(desk.app, actor, password, &mail, &from).await {
        Ok(()) => desk.done(
            "/mi-correo",
            format!("Le escribimos a {mail}. Siga el enlace que le llega: hasta entonces su cuenta usa el correo de siempre."),
        ),
        Err(failure) => match failure.refusal()? {
            SignInRefusal::TooMany => Err(AppError::TooMany {
                retry_after_seconds: rules::WINDOW.num_seconds().unsigned_abs(),
            }),
            refusal => {
                let form = fields.refused(&refusal);
                desk.refuse(&own_page(&desk, form).await?)
            }
        },
    }
}

async fn proof_page(
    desk: &Desk<'_>,
    token: &str,
    form: FormState,
) -> Result<MailProofPage, AppError> {
    let found = usable_mail_request(desk.app.db.read(), token, desk.app.clock.now()).await?;
    let mail = found.map(|request| request.email);
    Ok(MailProofPage { form, mail, token: token.to_owned() })
}

#[get("/mi-correo/<token>")]
async fn proof_form(desk: Desk<'_>, token: &str) -> Answer {
    desk.show(&proof_page(&desk, token, FormState::default()).await?)
}

#[post("/mi-correo/<token>", data = "<fields>")]
async fn proof(desk: Desk<'_>, token: &str, fields: Fields) -> Answer {
    take_form(&desk).await?;
    match prove_mail(desk.app, token, desk.request_id()).await {
        Ok(_) => desk.done(
            "/ingresar",
            "Su correo cambió. Ingrese con el correo nuevo y la contraseña de siempre.",
        ),
        Err(failure) => {
            // What a used link is good for is said by the page itself.
            let form = match failure.refusal()? {
                SignInRefusal::LinkUnusable => FormState::default(),
                refusal => fields.refused(&refusal),
            };
            desk.refuse(&proof_page(&desk, token, form).await?)
        }
    }
}
