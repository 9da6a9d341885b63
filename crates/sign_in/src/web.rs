//! Addresses of signing in and out.

use rocket::http::CookieJar;
use rocket::http::uri::Origin;
use rocket::{Route, get, post, routes};

use platform::cookies;
use platform::limits::address_key;
use platform::pager;
use platform::prelude::*;
use platform::typed::{CarriedForm, Carrier};

use super::browser::Browser;
use super::closing::Closing;
use super::commands::attempts::Source;
use super::commands::{self, SignInRefusal};
use super::desk::{Answer, Desk};
use super::document_of::known_words;
use super::entity::account;
use super::factor::web::{CODE_PATH, code_page};
use super::letters::term_in_words;
use super::newcomers::take_form;
use super::typed::TYPED_PATH;
use super::views::{
    ChangePasswordPage, DemoAccount, LostPasswordPage, NewPasswordPage, SignInPage,
};
use super::{passwords, queries, rules, sessions};
use sign_in_model::factor::{Admission, half_cookie};

pub fn routes() -> Vec<Route> {
    routes![enter_form, enter, leave, lost_form, lost, link_form, link, password_form, password]
}

/// Only paths of our own: `//elsewhere` and full addresses would lead people astray, and what
/// is no path at all cannot be gone to.
pub(crate) fn own_path(path: &str) -> String {
    let own = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && Origin::parse(path).is_ok();
    if own { path.to_owned() } else { "/".to_owned() }
}

pub(crate) async fn sign_in_page(
    desk: &Desk<'_>,
    form: FormState,
    destination: String,
    carried: Option<CarriedForm>,
) -> Result<SignInPage, AppError> {
    let mut demo_accounts = Vec::new();
    if desk.app.demo {
        for (account, role) in queries::demo_accounts(desk.app.db.read()).await? {
            demo_accounts.push(DemoAccount {
                name: account.display_name,
                role: role.label().to_owned(),
                email: account.email,
            });
        }
    }
    let demo_password = desk.app.demo_password.clone().unwrap_or_default();
    let arrives = destination.starts_with("/llegada");
    Ok(SignInPage { form, destination, arrives, carried, demo_accounts, demo_password })
}

#[get("/ingresar?<destino>")]
async fn enter_form(desk: Desk<'_>, destino: Option<&str>) -> Answer {
    let destination = own_path(destino.unwrap_or("/"));
    desk.show(&sign_in_page(&desk, FormState::default(), destination, None).await?)
}

#[post("/ingresar", data = "<carrier>")]
async fn enter(desk: Desk<'_>, cookies: &CookieJar<'_>, carrier: Carrier) -> Answer {
    let Carrier { fields, carried } = carrier;
    let destination = own_path(fields.first("destino"));
    let mut reader = Reader::new(&fields);
    let mail = reader.text("correo", 254, "Escriba su correo.");
    let password = fields.first("contrasena");
    if password.is_empty() {
        reader.wrong("contrasena", "Escriba su contraseña.");
    }
    if let Err(form) = reader.finish() {
        return desk.refuse(&sign_in_page(&desk, form, destination, carried).await?);
    }
    let browser = Browser::entering(&desk, &fields);
    let from = Source { address: &address_of(&desk), browser: &browser };
    match commands::sign_in(desk.app, &mail, password, &from).await {
        Ok(admission) => match (admitted(&desk, cookies, admission, &destination), carried) {
            (Some(code), None) => desk.go(code),
            (Some(_), carried) => {
                desk.show(&code_page(false, destination, FormState::default(), carried))
            }
            (None, None) => desk.go(destination),
            (None, Some(_)) => desk.go_with_form(TYPED_PATH),
        },
        Err(failure) => match failure.refusal()? {
            SignInRefusal::TooMany if carried.is_none() => Err(too_many()),
            refusal => {
                let form = fields.refused(&refusal);
                desk.refuse(&sign_in_page(&desk, form, destination, carried).await?)
            }
        },
    }
}

/// Gives the browser what it was admitted with. Returns where the code is asked for, with the place that
/// somebody wanted to go to, when the password was only half of the way.
fn admitted(
    desk: &Desk<'_>,
    cookies: &CookieJar<'_>,
    admission: Admission,
    destination: &str,
) -> Option<String> {
    let https = desk.app.config.https();
    match admission {
        Admission::Whole(entry) => {
            entry.give(cookies, https);
            None
        }
        Admission::Half(secret) => {
            cookies.add(half_cookie(secret, https));
            Some(pager::address(CODE_PATH, &[("destino", destination)]))
        }
    }
}

/// The address that limits count by.
pub(crate) fn address_of(desk: &Desk<'_>) -> String {
    address_key(desk.request().client_ip())
}

#[get("/ingresar/olvido")]
async fn lost_form(desk: Desk<'_>) -> Answer {
    desk.show(&LostPasswordPage::default())
}

/// The answer is the same whether the mail has an account or not (P23).
#[post("/ingresar/olvido", data = "<fields>")]
async fn lost(desk: Desk<'_>, fields: Fields) -> Answer {
    let mut reader = Reader::new(&fields);
    let mail = reader.mail("correo", "Escriba su correo.");
    if let Err(form) = reader.finish() {
        return desk.refuse(&LostPasswordPage { form });
    }
    match commands::lost_password(desk.app, &mail, &address_of(&desk), desk.request_id()).await {
        Ok(()) => desk.done(
            "/ingresar",
            "Si ese correo tiene una cuenta, le enviamos un enlace para crear la contraseña. Revise también la carpeta de no deseados.",
        ),
        Err(failure) => {
            failure.refusal()?;
            Err(too_many())
        }
    }
}

pub(crate) fn too_many() -> AppError {
    AppError::TooMany { retry_after_seconds: super::rules::WINDOW.num_seconds().unsigned_abs() }
}

/// A browser that keeps lists of people empties itself first, on the page that knows how and warns
/// of what was not sent; from there the form comes with its own field.
#[post("/salir", data = "<fields>")]
async fn leave(desk: Desk<'_>, jar: &CookieJar<'_>, fields: Option<Fields>) -> Answer {
    let https = desk.app.config.https();
    let emptied = fields.is_some_and(|fields| fields.has("campo"));
    let leaving = desk.account_holder().ok();
    if leaving.is_some()
        && cookies::read(jar, https, sessions::FIELD_COOKIE, "/").is_some()
        && !emptied
    {
        return desk.go("/campo#salir");
    }
    cookies::forget(jar, https, sessions::FIELD_COOKIE, "/");
    if let (Some(actor), Some(secret)) = (leaving, cookies::read(jar, https, sessions::COOKIE, "/"))
    {
        commands::sign_out(&desk.app.db, &desk.app.clock, actor, &secret).await?;
    }
    cookies::forget(jar, https, sessions::COOKIE, "/");
    desk.done("/", "Salió de la aplicación.")
}

#[get("/enlace/<token>")]
async fn link_form(desk: Desk<'_>, token: &str) -> Answer {
    // Ticked until somebody says otherwise.
    let form = FormState::default().with("cerrar_compartidos", "si");
    desk.show(&link_page(&desk, token, form).await?)
}

async fn link_page(
    desk: &Desk<'_>,
    token: &str,
    form: FormState,
) -> Result<NewPasswordPage, AppError> {
    let db = desk.app.db.read();
    let link = commands::usable_link(db, token, desk.app.clock.now()).await?;
    let account = match &link {
        Some(link) => queries::account(db, link.account_id).await?,
        None => None,
    };
    Ok(NewPasswordPage {
        form,
        is_first: account.as_ref().is_some_and(|account| account.password_hash.is_none()),
        first_term: term_in_words(desk.app.config.first_link),
        lost_term: term_in_words(rules::LOST_LINK),
        email: account.map(|account| account.email).unwrap_or_default(),
        token: token.to_owned(),
        usable: link.is_some(),
        hint: passwords::hint(),
    })
}

async fn read_new_password(
    desk: &Desk<'_>,
    reader: &mut Reader<'_>,
    fields: &Fields,
    account: &account::Model,
) -> Result<(), AppError> {
    let new = fields.first("contrasena");
    let known = known_words(desk, account).await?;
    let asking = desk.visitor().map(|actor| actor.account.0);
    if let Err(failure) = passwords::may_be(new, known, asking).await {
        reader.wrong("contrasena", failure.refusal()?.sentence());
    } else if new != fields.first("contrasena_otra_vez") {
        reader.wrong("contrasena_otra_vez", "Las dos contraseñas no son iguales.");
    }
    Ok(())
}

#[post("/enlace/<token>", data = "<fields>")]
async fn link(desk: Desk<'_>, cookies: &CookieJar<'_>, token: &str, fields: Fields) -> Answer {
    take_form(&desk).await?;
    // Whoever has no link gets no work done.
    let db = desk.app.db.read();
    let account = match commands::usable_link(db, token, desk.app.clock.now()).await? {
        Some(link) => queries::account(db, link.account_id).await?,
        None => None,
    };
    let Some(account) = account else {
        return desk.refuse(&link_page(&desk, token, FormState::default()).await?);
    };
    let mut reader = Reader::new(&fields);
    read_new_password(&desk, &mut reader, &fields, &account).await?;
    if let Err(form) = reader.finish() {
        return desk.refuse(&link_page(&desk, token, form).await?);
    }
    let closes_shared = fields.has("cerrar_compartidos");
    let (new, browser) = (fields.first("contrasena"), Browser::entering(&desk, &fields));
    match commands::use_link(desk.app, token, new, &browser, closes_shared).await {
        Ok(admission) => match admitted(&desk, cookies, admission, "/") {
            Some(code) => desk.done(code, "Su contraseña quedó guardada. Falta el código."),
            None => {
                desk.done("/", "Su contraseña quedó guardada. Ya está dentro de la aplicación.")
            }
        },
        Err(failure) => {
            failure.refusal()?;
            desk.refuse(&link_page(&desk, token, FormState::default()).await?)
        }
    }
}

#[get("/contrasena")]
async fn password_form(desk: Desk<'_>) -> Answer {
    desk.actor()?;
    // Ticked until somebody says otherwise.
    let form = FormState::default().with("cerrar_enlaces", "si");
    desk.show(&password_page(&desk, form).await?)
}

async fn password_page(desk: &Desk<'_>, form: FormState) -> Result<ChangePasswordPage, AppError> {
    let account = desk.actor()?.account;
    Ok(ChangePasswordPage {
        form,
        email: queries::email_of(desk.app.db.read(), account).await?,
        hint: passwords::hint(),
    })
}

#[post("/contrasena", data = "<fields>")]
async fn password(desk: Desk<'_>, cookies: &CookieJar<'_>, fields: Fields) -> Answer {
    let actor = desk.actor()?;
    let mut reader = Reader::new(&fields);
    if fields.first("contrasena_actual").is_empty() {
        reader.wrong("contrasena_actual", "Escriba su contraseña actual.");
    }
    let account = queries::account(desk.app.db.read(), actor.account).await?;
    let account = account.ok_or(AppError::NotFound)?;
    read_new_password(&desk, &mut reader, &fields, &account).await?;
    if let Err(form) = reader.finish() {
        return desk.refuse(&password_page(&desk, form).await?);
    }
    let (address, browser) = (address_of(&desk), Browser::of(&desk));
    let from = Source { address: &address, browser: &browser };
    let closing = if fields.has("cerrar_enlaces") { Closing::ALL } else { Closing::default() };
    let (current, new) = (fields.first("contrasena_actual"), fields.first("contrasena"));
    match commands::change_password(desk.app, actor, current, new, &from, closing).await {
        Ok(entry) => {
            entry.give(cookies, desk.app.config.https());
            desk.done("/", "Su contraseña cambió. Las demás sesiones se cerraron.")
        }
        Err(failure) => match failure.refusal()? {
            SignInRefusal::TooMany => Err(too_many()),
            refusal => {
                let form = fields.refused(&refusal);
                desk.refuse(&password_page(&desk, form).await?)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn after_signing_in_people_stay_on_this_site() {
        assert_eq!(own_path("/cohortes/3?x=1"), "/cohortes/3?x=1");
        for elsewhere in [
            "https://malo.example",
            "//malo.example",
            "/\\malo.example",
            "javascript:alert(1)",
            "",
            "/a\nb",
            "/a b",
            "/añil",
            "/<a>",
        ] {
            assert_eq!(own_path(elsewhere), "/", "{elsewhere}");
        }
    }
}
