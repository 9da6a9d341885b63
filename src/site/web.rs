//! Files of `static/`, the two health addresses, and where foreign changes end.

use rocket::http::{ContentType, Header, Status};
use rocket::serde::json::Json;
use rocket::{Responder, Route, State, get, routes};
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;
use serde_json::{Value, json};

use super::offline;
use super::views::{AccessibilityPage, DesignPage, PrivacyPage};
use crate::platform::app::App;
use crate::platform::assets::{asset, version};
use crate::platform::dates;
use crate::platform::errors::AppError;
use crate::sign_in::desk::{Answer, Desk};

pub fn routes() -> Vec<Route> {
    routes![
        file,
        alive,
        ready,
        foreign_change,
        robots,
        privacy,
        accessibility,
        design,
        offline::page,
        offline::worker,
    ]
}

#[derive(Responder)]
struct Asset {
    bytes: Vec<u8>,
    content_type: ContentType,
    cache: Header<'static>,
}

/// A browser keeps the file for a year by the address that carries its digest; any other may
/// be of yesterday's version and is asked for again soon.
#[get("/estatico/<name>?<v>")]
fn file(name: &str, v: Option<&str>) -> Option<Asset> {
    let (content_type, bytes) = asset(name)?;
    let kept = if v.is_some() && v == version(name) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    Some(Asset {
        bytes: bytes.into_owned(),
        content_type,
        cache: Header::new("Cache-Control", kept),
    })
}

/// The process answers.
#[get("/salud/viva")]
fn alive() -> Json<Value> {
    Json(json!({ "estado": "viva" }))
}

/// The process can do its work: the database answers and its schema is current.
#[get("/salud/lista")]
async fn ready(app: &State<App>) -> (Status, Json<Value>) {
    let database = app.db.read().execute_unprepared("SELECT 1").await.is_ok();
    let current = database
        && migrations::Migrator::get_pending_migrations_read_only(app.db.read())
            .await
            .is_ok_and(|pending| pending.is_empty());
    let status = if database && current { Status::Ok } else { Status::ServiceUnavailable };
    (status, Json(json!({ "base_de_datos": database, "migraciones_al_dia": current })))
}

/// Where the same-origin fairing sends a change that another site asked for.
#[get("/solicitud-de-otro-sitio")]
fn foreign_change() -> Status {
    Status::Forbidden
}

#[get("/datos-personales")]
async fn privacy(desk: Desk<'_>) -> Answer {
    desk.show(&PrivacyPage {
        version: crate::people::rules::NOTICE_VERSION.to_owned(),
        since: dates::long(crate::people::rules::notice_date()),
        demo: desk.app.demo,
        controller: desk.app.config.controller.clone(),
    })
}

#[get("/accesibilidad")]
async fn accessibility(desk: Desk<'_>) -> Answer {
    desk.show(&AccessibilityPage {})
}

/// The visual language, for who changes the product: it exists in the demonstration only.
#[get("/diseno")]
async fn design(desk: Desk<'_>) -> Answer {
    if !desk.app.demo {
        return Err(AppError::NotFound);
    }
    desk.show_unlisted(Status::Ok, &DesignPage {})
}

/// Searchers are welcome to what is for everybody; certificates are found by their code only.
#[get("/robots.txt")]
fn robots(app: &State<App>) -> &'static str {
    if app.demo {
        return "User-agent: *\nDisallow: /\n";
    }
    "User-agent: *\nDisallow: /verificar/\nDisallow: /portafolio/\nDisallow: /compartidos/\nDisallow: /enlace/\nDisallow: /ingresar\nDisallow: /papeletas/\nDisallow: /cupo/\nDisallow: /registro/\nDisallow: /mi-correo/\nDisallow: /llegada/\nDisallow: /seguimientos/\nDisallow: /calendarios/\nDisallow: /sin-correos/\n"
}
