//! The interface for marks (`docs/interface/marks.md`): JSON of our own pages, with the web
//! session's cookie; for thirty days after it, the telephone's own token opens lists and marks, and nothing
//! else. Errors are problems (RFC 9457), never a page and never a redirect.

use rocket::data::ToByteUnit;
use rocket::http::{CookieJar, Status};
use rocket::time::Duration;
use rocket::{Data, post};

use platform::asker;
use platform::cookies::build;
use platform::idempotency::{Turn, is_key, reserve};
use platform::problem::{Json, Problem};
use sign_in_model::prelude::*;
use sign_in_model::sessions;

use crate::field::wire::{self, Account, BatchError, Device, Lists};
use crate::field::{commands, policy, queries};

/// The largest batch: 500 marks with a note each, and room to spare.
const LARGEST_KIB: u64 = 768;

type ApiResult<T> = Result<T, Problem>;

/// Refuses what a browser holds for another account than the one that asks.
fn refuse_others(desk: &Desk<'_>, actor: &Actor) -> ApiResult<()> {
    match header(desk, "Campo-Cuenta") {
        Some(account) if account != actor.account.to_string() => Err(somebody_else(actor)),
        _ => Ok(()),
    }
}

fn header<'a>(desk: &Desk<'a>, name: &str) -> Option<&'a str> {
    desk.request().headers().get_one(name)
}

/// The marks of one person are never taken for another's: the telephone sets them aside.
fn somebody_else(actor: &Actor) -> Problem {
    let detail = "En este navegador ingresó otra cuenta.";
    Problem::new(Status::Conflict, "Otra cuenta", detail)
        .with("account", json!({ "id": actor.account.to_string(), "name": actor.name }))
}

/// Permits the telephone that asks, and says whether its owner is signed in on it: one that sends by itself
/// is heard with its token alone. With `gone`, one that was taken out of use is let in too.
async fn sender(desk: &Desk<'_>, gone: bool) -> ApiResult<(policy::Send, bool)> {
    let (db, now) = (desk.app.db.read(), desk.app.clock.now());
    let token = header(desk, "Campo-Dispositivo").unwrap_or_default();
    let found = queries::device(db, token).await.map_err(AppError::from)?;
    let (actor, is_signed_in) = match desk.actor() {
        Ok(actor) => (actor.clone(), true),
        Err(AppError::SignInFirst) => {
            let heard = found.as_ref().filter(|one| one.heard_until().is_some_and(|end| now < end));
            let account = heard.ok_or(AppError::SignInFirst)?.account_id;
            let owner =
                Actor::load(db, account, dates::bogota_date(now)).await.map_err(AppError::from)?;
            let mut owner = owner.ok_or(AppError::SignInFirst)?.only(&policy::CARRIERS);
            owner.request = Some(desk.request_id().to_owned());
            asker::know(account.0);
            (owner, false)
        }
        Err(error) => return Err(error.into()),
    };
    refuse_others(desk, &actor)?;
    policy::may_carry(&actor).map_err(AppError::from)?;
    let Some(device) = found else {
        let detail = "No conocemos este teléfono: se registra de nuevo.";
        return Err(
            Problem::new(Status::Gone, "Teléfono desconocido", detail).with("wipe", json!(false))
        );
    };
    if device.account_id != actor.account {
        return Err(somebody_else(&actor));
    }
    if device.revoked_at.is_some() && !gone {
        let detail = "Este teléfono fue retirado: ya no lleva listas.";
        return Err(
            Problem::new(Status::Gone, "Teléfono retirado", detail).with("wipe", json!(true))
        );
    }
    let permit = policy::may_send(&actor, device).map_err(AppError::from)?;
    Ok((permit, is_signed_in))
}

async fn body(data: Data<'_>) -> ApiResult<Vec<u8>> {
    match data.open(LARGEST_KIB.kibibytes()).into_bytes().await {
        Ok(bytes) if bytes.is_complete() => Ok(bytes.into_inner()),
        Ok(_) => Err(Problem::new(
            Status::PayloadTooLarge,
            "Lote muy grande",
            "El lote es muy grande: divídalo.",
        )),
        Err(_) => Err(unreadable(BatchError::NotJson)),
    }
}

fn unreadable(why: BatchError) -> Problem {
    let status = match why {
        BatchError::TooMany => Status::PayloadTooLarge,
        BatchError::NotJson => Status::BadRequest,
        BatchError::NoTime | BatchError::NoKey => Status::UnprocessableEntity,
    };
    Problem::new(status, "Lote que no se puede leer", why.sentence())
}

/// Returns the secret of the web session that asks.
fn session<'a>(desk: &Desk<'_>, jar: &'a CookieJar<'_>) -> &'a str {
    let cookie = jar.get(&sessions::cookie_name(desk.app.config.https()));
    cookie.map_or("", |cookie| cookie.value())
}

#[post("/campo/dispositivo", data = "<data>")]
pub async fn register(desk: Desk<'_>, cookies: &CookieJar<'_>, data: Data<'_>) -> ApiResult<Json> {
    let actor = desk.actor()?;
    refuse_others(&desk, actor)?;
    let permit = policy::may_carry(actor).map_err(AppError::from)?;
    let label = wire::label(&body(data).await?).map_err(unreadable)?;
    let new = commands::register(desk.app, permit, &label, session(&desk, cookies)).await?;
    // Leaving from any page first goes where the lists can be wiped.
    let https = desk.app.config.https();
    cookies.add(build(https, sessions::FIELD_COOKIE, "/", "1", Some(Duration::weeks(52 * 20))));
    let told = json!({ "device": new.device.to_string(), "token": new.token });
    Ok(Json::of(Status::Created, &told)?)
}

/// It is written down which lists a telephone was given, so this is no GET.
#[post("/campo/listas")]
pub async fn lists(desk: Desk<'_>, cookies: &CookieJar<'_>) -> ApiResult<Json> {
    let (permit, is_signed_in) = sender(&desk, false).await?;
    let id = permit.device().id;
    let account =
        Account { id: permit.actor().account.to_string(), name: permit.actor().name.clone() };
    let session = is_signed_in.then(|| session(&desk, cookies));
    let given = commands::hand_out(desk.app, permit, session).await?;
    let lists = Lists {
        now: wire::sent(desk.app.clock.now()),
        account,
        device: Device { id: id.to_string() },
        sessions: given.lists,
    };
    Ok(Json::of(Status::Ok, &lists)?)
}

/// What a telephone taken out of use still sends is kept for review: somebody may have made those
/// marks before it was lost.
#[post("/campo/marcas", data = "<data>")]
pub async fn marks(desk: Desk<'_>, data: Data<'_>) -> ApiResult<Json> {
    let (permit, _) = sender(&desk, true).await?;
    let Some(key) = header(&desk, "Idempotency-Key").filter(|key| is_key(key)) else {
        let detail =
            "Falta la cabecera Idempotency-Key: 16 a 64 letras, números, guiones o guiones bajos.";
        return Err(Problem::new(Status::BadRequest, "Falta la llave", detail));
    };
    let body = body(data).await?;
    let batch = wire::read(&body).map_err(unreadable)?;
    let app = desk.app;
    let turn = reserve(&app.db, app.clock.now(), permit.actor().account.0, key, &body).await?;
    let answer = match turn {
        Turn::Done(answer) => answer,
        Turn::OtherBody => {
            let detail = "Esa llave ya se usó para otro lote.";
            return Err(Problem::new(Status::UnprocessableEntity, "Llave repetida", detail));
        }
        Turn::InFlight { retry_after_seconds } => {
            let detail = "Ese mismo lote se está guardando: pregunte de nuevo en un momento.";
            return Err(
                Problem::new(Status::Conflict, "En curso", detail).retry_after(retry_after_seconds)
            );
        }
        Turn::Go(reservation) => {
            match commands::receive(app, permit, &reservation, batch).await {
                Ok(answer) => answer,
                Err(error) => {
                    // Nothing was written: the telephone need not wait to try again.
                    reservation.give_back(&app.db).await?;
                    return Err(error.into());
                }
            }
        }
    };
    Ok(Json { status: Status::new(answer.status), body: answer.body })
}

#[post("/campo/dispositivo/salida")]
pub async fn leave(desk: Desk<'_>) -> ApiResult<Status> {
    let (permit, _) = sender(&desk, true).await?;
    commands::forget(desk.app, permit).await?;
    Ok(Status::NoContent)
}
