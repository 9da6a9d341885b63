//! Addresses of the second factor.

use data_encoding::BASE64;
use rocket::http::{Cookie, CookieJar};

use platform::pager::address;
use platform::prelude::*;
use platform::texts::say;
use platform::typed::{CarriedForm, Carrier};
use sign_in_model::actor::Actor;
use sign_in_model::browser::Browser;
use sign_in_model::commands::attempts::Source;
use sign_in_model::desk::{Answer, Desk};
use sign_in_model::factor::rules::{FactorDuty, owes_factor};
use sign_in_model::factor::views::due_sentence;
use sign_in_model::factor::{half_cookie, half_cookie_name, half_session};
use sign_in_model::{queries, sessions};

use super::commands::{self, CodeAnswer, NewFactor};
use super::queries::{codes_left, factor_of};
use super::recovery::{CODES, FEW, RecoveryCode};
use super::refusals::{CodeRefusal, CodeResult};
use super::totp::{Authenticator, FactorSecret, offered_secret};
use super::views::{CodePage, FactorPage, FactorPasswordPage, FactorSetUpPage, RecoveryCodesPage};
use crate::commands::SignInRefusal;
use crate::typed::TYPED_PATH;
use crate::web::{address_of, own_path, sign_in_page, too_many};

/// Where the code of the telephone is asked for.
pub const CODE_PATH: &str = "/ingresar/codigo";
const RECOVERY_PATH: &str = "/ingresar/recuperacion";
const FACTOR_PATH: &str = "/segundo-factor";

pub fn routes() -> Vec<Route> {
    routes![
        code_form,
        code,
        recovery_form,
        recovery,
        show,
        set_up,
        replace_form,
        replace,
        renew_form,
        renew,
        give_up_form,
        give_up
    ]
}

/// The page that asks for a code, with the form that waits for it.
pub fn code_page(
    is_recovery: bool,
    destination: String,
    form: FormState,
    carried: Option<CarriedForm>,
) -> CodePage {
    let other = if is_recovery { CODE_PATH } else { RECOVERY_PATH };
    let other_way = address(other, &[("destino", &destination)]);
    CodePage { form, destination, carried, other_way, is_recovery }
}

/// The secret of the half session of this browser; empty without one.
fn half_secret<'a>(desk: &Desk<'_>, cookies: &'a CookieJar<'_>) -> &'a str {
    cookies.get(&half_cookie_name(desk.app.config.https())).map_or("", Cookie::value)
}

/// Shows the form to somebody whose password was right, and leads everybody else to the beginning.
async fn ask(
    desk: &Desk<'_>,
    cookies: &CookieJar<'_>,
    is_recovery: bool,
    destination: Option<&str>,
) -> Answer {
    let destination = own_path(destination.unwrap_or("/"));
    let secret = half_secret(desk, cookies);
    match half_session(desk.app.db.read(), secret, desk.app.clock.now()).await? {
        Some(_) => desk.show(&code_page(is_recovery, destination, FormState::default(), None)),
        None => desk.go(address("/ingresar", &[("destino", &destination)])),
    }
}

#[get("/ingresar/codigo?<destino>")]
async fn code_form(desk: Desk<'_>, cookies: &CookieJar<'_>, destino: Option<&str>) -> Answer {
    ask(&desk, cookies, false, destino).await
}

#[get("/ingresar/recuperacion?<destino>")]
async fn recovery_form(desk: Desk<'_>, cookies: &CookieJar<'_>, destino: Option<&str>) -> Answer {
    ask(&desk, cookies, true, destino).await
}

#[post("/ingresar/codigo", data = "<carrier>")]
async fn code(desk: Desk<'_>, cookies: &CookieJar<'_>, carrier: Carrier) -> Answer {
    answer(&desk, cookies, carrier, false).await
}

#[post("/ingresar/recuperacion", data = "<carrier>")]
async fn recovery(desk: Desk<'_>, cookies: &CookieJar<'_>, carrier: Carrier) -> Answer {
    answer(&desk, cookies, carrier, true).await
}

async fn answer(
    desk: &Desk<'_>,
    cookies: &CookieJar<'_>,
    carrier: Carrier,
    is_recovery: bool,
) -> Answer {
    let Carrier { fields, carried } = carrier;
    let destination = own_path(fields.first("destino"));
    if fields.has("otro_camino") {
        // What waits goes along to the other way of proving oneself.
        return desk.show(&code_page(is_recovery, destination, FormState::default(), carried));
    }
    let missing = match is_recovery {
        true => "Escriba un código de recuperación.",
        false => "Escriba los seis números que muestra su teléfono.",
    };
    let mut reader = Reader::new(&fields);
    let typed = reader.text("codigo", 100, missing);
    if !is_recovery && typed.chars().any(char::is_alphabetic) {
        reader.wrong("codigo", say("sign_in.code_looks_like_recovery", &[]));
    }
    if let Err(form) = reader.finish() {
        return desk.refuse(&code_page(is_recovery, destination, form, carried));
    }
    let (half, from) = (half_secret(desk, cookies), address_of(desk));
    let (request, browser) = (desk.request_id(), &Browser::of(desk));
    let from = Source { address: &from, browser };
    let answer = CodeAnswer { half, typed: &typed, from, request };
    let outcome = match is_recovery {
        true => commands::answer_recovery(desk.app, answer).await,
        false => commands::answer_code(desk.app, answer).await,
    };
    match outcome {
        Ok(entry) => {
            let https = desk.app.config.https();
            cookies.remove(half_cookie(String::new(), https));
            entry.give(cookies, https);
            match is_recovery {
                _ if carried.is_some() => desk.go_with_form(TYPED_PATH),
                true => {
                    let onward = if destination == "/" { "" } else { &destination };
                    let text = "Entró con un código de recuperación, que ya no sirve más. Si perdió el teléfono, configure aquí el que usa ahora.";
                    desk.warned(address(FACTOR_PATH, &[("destino", onward)]), text)
                }
                false => desk.go(destination),
            }
        }
        Err(failure) => match failure.refusal()? {
            CodeRefusal::Gone if carried.is_none() => desk.warned(
                address("/ingresar", &[("destino", &destination)]),
                "Pasó mucho tiempo sin el código. Ingrese de nuevo con su contraseña.",
            ),
            CodeRefusal::SignIn(SignInRefusal::TooMany) if carried.is_none() => Err(too_many()),
            CodeRefusal::Gone => {
                let form = FormState::default().refused("", CodeRefusal::Gone.sentence());
                desk.refuse(&sign_in_page(desk, form, destination, carried).await?)
            }
            refusal => {
                let form = fields.refused(&refusal);
                desk.refuse(&code_page(is_recovery, destination, form, carried))
            }
        },
    }
}

/// The secret that this browser is offered.
fn offered(desk: &Desk<'_>, cookies: &CookieJar<'_>, actor: &Actor) -> FactorSecret {
    let cookie = cookies.get(&sessions::cookie_name(desk.app.config.https()));
    offered_secret(cookie.map_or("", Cookie::value), actor.account)
}

async fn set_up_page(
    desk: &Desk<'_>,
    cookies: &CookieJar<'_>,
    (replaces, destination): (bool, String),
    form: FormState,
) -> Result<FactorSetUpPage, AppError> {
    let actor = desk.account_holder()?;
    let email = queries::email_of(desk.app.db.read(), actor.account).await?;
    let authenticator = Authenticator::new(offered(desk, cookies, actor), &email)?;
    let address = authenticator.address()?;
    let square = documents::qr::svg(&address);
    let square = square.map_err(|error| AppError::Internal(error.to_string()))?;
    let action = if replaces { "/segundo-factor/telefono" } else { FACTOR_PATH };
    Ok(FactorSetUpPage {
        form,
        destination,
        action: action.to_owned(),
        square: format!("data:image/svg+xml;base64,{}", BASE64.encode(square.as_bytes())),
        secret: authenticator.groups(),
        address,
        replaces,
        is_overdue: desk.factor_duty() == FactorDuty::Overdue,
        due: due_sentence(desk.factor_duty()),
        email,
        demo: desk.app.demo,
    })
}

#[get("/segundo-factor?<destino>")]
async fn show(desk: Desk<'_>, cookies: &CookieJar<'_>, destino: Option<&str>) -> Answer {
    let actor = desk.account_holder()?;
    let db = desk.app.db.read();
    let destination = own_path(destino.unwrap_or("/"));
    let Some(factor) = factor_of(db, actor.account).await? else {
        let page = set_up_page(&desk, cookies, (false, destination), FormState::default());
        return desk.show(&page.await?);
    };
    let left = codes_left(db, actor.account).await?;
    desk.show(&FactorPage {
        since: dates::long(dates::bogota_date(factor.created_at)),
        codes: format!("{left} de {CODES}"),
        are_few: left <= FEW,
        may_give_up: !owes_factor(&actor.grants),
        onward: (destination != "/").then_some(destination),
        demo: desk.app.demo,
    })
}

#[post("/segundo-factor", data = "<fields>")]
async fn set_up(desk: Desk<'_>, cookies: &CookieJar<'_>, fields: Fields) -> Answer {
    let actor = desk.account_holder()?;
    let which = (false, own_path(fields.first("destino")));
    let mut reader = Reader::new(&fields);
    let typed = reader.text("codigo", 100, "Escriba los seis números que muestra su teléfono.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&set_up_page(&desk, cookies, which, form).await?);
    }
    let secret = offered(&desk, cookies, actor);
    let outcome = commands::set_up(desk.app, actor, &secret, &typed, &Browser::of(&desk)).await;
    made(&desk, cookies, which, &fields, outcome).await
}

#[get("/segundo-factor/telefono")]
async fn replace_form(desk: Desk<'_>, cookies: &CookieJar<'_>) -> Answer {
    let actor = desk.actor()?;
    if factor_of(desk.app.db.read(), actor.account).await?.is_none() {
        return desk.go(FACTOR_PATH);
    }
    let page = set_up_page(&desk, cookies, (true, "/".to_owned()), FormState::default());
    desk.show(&page.await?)
}

#[post("/segundo-factor/telefono", data = "<fields>")]
async fn replace(desk: Desk<'_>, cookies: &CookieJar<'_>, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let which = (true, "/".to_owned());
    let mut reader = Reader::new(&fields);
    let typed = reader.text("codigo", 100, "Escriba los seis números que muestra su teléfono.");
    let password = read_password(&mut reader, &fields);
    if let Err(form) = reader.finish() {
        return desk.refuse(&set_up_page(&desk, cookies, which, form).await?);
    }
    let secret = offered(&desk, cookies, actor);
    let from = Source { address: &address_of(&desk), browser: &Browser::of(&desk) };
    let outcome = commands::replace(desk.app, actor, &secret, &typed, (password, &from)).await;
    made(&desk, cookies, which, &fields, outcome).await
}

fn read_password<'a>(reader: &mut Reader<'_>, fields: &'a Fields) -> &'a str {
    let password = fields.first("contrasena_actual");
    if password.is_empty() {
        reader.wrong("contrasena_actual", "Escriba su contraseña actual.");
    }
    password
}

/// The answer to a factor that was set up: the recovery codes, this once.
async fn made(
    desk: &Desk<'_>,
    cookies: &CookieJar<'_>,
    (replaces, destination): (bool, String),
    fields: &Fields,
    outcome: CodeResult<NewFactor>,
) -> Answer {
    match outcome {
        Ok(NewFactor { entry, codes }) => {
            entry.give(cookies, desk.app.config.https());
            let text = match replaces {
                true => "Los códigos salen ahora de este teléfono. Los del anterior ya no sirven.",
                false => "Su segundo factor quedó activo.",
            };
            show_codes(desk, destination, text, &codes).await
        }
        Err(failure) => match failure.refusal()? {
            CodeRefusal::Present | CodeRefusal::Absent => desk.go(FACTOR_PATH),
            CodeRefusal::SignIn(SignInRefusal::TooMany) => Err(too_many()),
            refusal => {
                let form = fields.refused(&refusal);
                desk.refuse(&set_up_page(desk, cookies, (replaces, destination), form).await?)
            }
        },
    }
}

async fn show_codes(
    desk: &Desk<'_>,
    destination: String,
    text: &'static str,
    codes: &[RecoveryCode],
) -> Answer {
    let actor = desk.account_holder()?;
    desk.show(&RecoveryCodesPage {
        codes: codes.iter().map(RecoveryCode::shown).collect(),
        destination,
        text,
        email: queries::email_of(desk.app.db.read(), actor.account).await?,
        day: dates::long(desk.app.clock.today()),
    })
}

async fn password_page(
    desk: &Desk<'_>,
    gives_up: bool,
    form: FormState,
) -> Result<FactorPasswordPage, AppError> {
    let email = queries::email_of(desk.app.db.read(), desk.actor()?.account).await?;
    Ok(FactorPasswordPage { form, email, gives_up })
}

/// Asks for the password, of somebody who has a factor.
async fn ask_password(desk: &Desk<'_>, gives_up: bool) -> Answer {
    let actor = desk.actor()?;
    let is_there = factor_of(desk.app.db.read(), actor.account).await?.is_some();
    if !is_there || (gives_up && owes_factor(&actor.grants)) {
        return desk.go(FACTOR_PATH);
    }
    desk.show(&password_page(desk, gives_up, FormState::default()).await?)
}

#[get("/segundo-factor/codigos")]
async fn renew_form(desk: Desk<'_>) -> Answer {
    ask_password(&desk, false).await
}

#[get("/segundo-factor/retiro")]
async fn give_up_form(desk: Desk<'_>) -> Answer {
    ask_password(&desk, true).await
}

#[post("/segundo-factor/codigos", data = "<fields>")]
async fn renew(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let mut reader = Reader::new(&fields);
    let password = read_password(&mut reader, &fields);
    if let Err(form) = reader.finish() {
        return desk.refuse(&password_page(&desk, false, form).await?);
    }
    let from = Source { address: &address_of(&desk), browser: &Browser::of(&desk) };
    match commands::renew_codes(desk.app, actor, password, &from).await {
        Ok(codes) => {
            let text = "Estos son sus códigos nuevos. Los anteriores ya no sirven.";
            show_codes(&desk, "/".to_owned(), text, &codes).await
        }
        Err(failure) => refused(&desk, &fields, false, failure.refusal()?).await,
    }
}

#[post("/segundo-factor/retiro", data = "<fields>")]
async fn give_up(desk: Desk<'_>, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let mut reader = Reader::new(&fields);
    let password = read_password(&mut reader, &fields);
    if let Err(form) = reader.finish() {
        return desk.refuse(&password_page(&desk, true, form).await?);
    }
    let from = Source { address: &address_of(&desk), browser: &Browser::of(&desk) };
    match commands::give_up(desk.app, actor, password, &from).await {
        Ok(()) => desk.done(FACTOR_PATH, "Su cuenta pide solo la contraseña."),
        Err(failure) => refused(&desk, &fields, true, failure.refusal()?).await,
    }
}

async fn refused(desk: &Desk<'_>, fields: &Fields, gives_up: bool, refusal: CodeRefusal) -> Answer {
    match refusal {
        CodeRefusal::Absent => desk.go(FACTOR_PATH),
        CodeRefusal::SignIn(SignInRefusal::TooMany) => Err(too_many()),
        refusal => {
            let form = fields.refused(&refusal);
            desk.refuse(&password_page(desk, gives_up, form).await?)
        }
    }
}
