//! The addresses that programs of third parties read: the issuer, its keys, the achievements of its
//! courses, the lists of revoked credentials, and each credential by its code. They need no account,
//! scripts of any site may read them, and a cache may keep what does not belong to one person.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rocket::http::ContentType;
use rocket::{Route, State as Managed, get, routes};

use cohorts_model::scale::GradeScale;
use courses_model::entity::course_version::CourseVersionId;
use credentials::achievement::LinkedDocument;
use credentials::status::{Bits, Lifetime, StatusList};
use platform::open::OpenResponse;
use sign_in_model::prelude::*;

use super::badge::{Course, achievement};
use super::keys::signer_of_list;
use super::{addresses, did, insignia, queries};
use crate::codes;
use crate::queries::certificates::behind;
use crate::rules::CertificateRule;
use crate::web::CodeGuesses;

/// How long a list is given as it was signed, and how long whoever fetched it may keep it: a
/// revocation shows after both, at most (P9: 60 seconds).
const SIGNED_AGAIN: TimeDelta = TimeDelta::seconds(15);
const LIST_SECONDS: u32 = 30;
/// How long a signed list says anything: nobody shows an old one for ever, and whoever cannot reach us
/// for an afternoon still verifies.
const LIST_DAYS: TimeDelta = TimeDelta::days(1);
/// Keys and courses change seldom, and a new key is published before it signs much.
const SECONDS: u32 = 300;

pub fn routes() -> Vec<Route> {
    routes![
        issuer,
        issuer_picture,
        did_document,
        keys,
        key,
        course,
        course_picture,
        list,
        credential
    ]
}

/// The lists of revoked credentials as they were last signed, by their number.
#[derive(Default)]
pub struct StatusListCache(Mutex<HashMap<i32, (DateTime<Utc>, String)>>);

impl StatusListCache {
    fn kept(&self, number: i32, now: DateTime<Utc>) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, text) = kept.get(&number)?;
        (*at <= now && now - *at < SIGNED_AGAIN).then(|| text.clone())
    }

    fn keep(&self, number: i32, now: DateTime<Utc>, text: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(number, (now, text.to_owned()));
    }
}

type OpenReply = Result<OpenResponse, AppError>;

fn json(desk: &Desk<'_>, content_type: ContentType, value: &impl Serialize) -> OpenReply {
    let bytes = serde_json::to_vec(value).map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(kept(desk, content_type, bytes, SECONDS))
}

/// Lets caches keep the answer for some seconds, but never for a signed-in visitor, as on every page.
fn kept(desk: &Desk<'_>, content_type: ContentType, bytes: Vec<u8>, seconds: u32) -> OpenResponse {
    let open = OpenResponse::new(content_type, bytes);
    if desk.visitor().is_some() { open } else { open.kept(seconds) }
}

fn vc_jwt() -> ContentType {
    ContentType::new("application", "vc+jwt")
}

#[get("/emisor")]
async fn issuer(desk: Desk<'_>) -> OpenReply {
    let config = &desk.app.config;
    let profile = addresses::issuer(&config.public_url, config.controller.as_ref(), desk.app.demo);
    json(&desk, ContentType::JSON, &LinkedDocument::new(&profile))
}

/// The picture of the issuer, which wallets show.
#[get("/emisor/insignia.svg")]
async fn issuer_picture(desk: Desk<'_>) -> OpenReply {
    let name = addresses::creator(&desk.app.config.public_url, desk.app.demo).name;
    Ok(kept(&desk, ContentType::SVG, insignia::drawn(&name, "").into_bytes(), SECONDS))
}

/// The picture of what is achieved in a course.
#[get("/emisor/cursos/<version>/insignia.svg")]
async fn course_picture(desk: Desk<'_>, version: CourseVersionId) -> OpenReply {
    let found = queries::published(desk.app.db.read(), version).await?;
    let (row, course_type, _) = found.ok_or(AppError::NotFound)?;
    let below = format!("{course_type}, {} horas", row.hours);
    let drawn = insignia::drawn(&row.name, &below);
    Ok(kept(&desk, ContentType::SVG, drawn.into_bytes(), SECONDS))
}

/// The issuer for readers of decentralised identifiers, who choose the key by its name.
#[get("/.well-known/did.json")]
async fn did_document(desk: Desk<'_>) -> OpenReply {
    let public_url = &desk.app.config.public_url;
    let rows = queries::keys(desk.app.db.read()).await?;
    json(&desk, ContentType::new("application", "did+json"), &did::document(public_url, &rows))
}

#[get("/emisor/claves")]
async fn keys(desk: Desk<'_>) -> OpenReply {
    let app = desk.app;
    let set = queries::key_set(app.db.read(), &app.config.public_url).await?;
    json(&desk, ContentType::new("application", "jwk-set+json"), &set)
}

/// Serves one key; the header of a credential points here.
#[get("/emisor/claves/<key>")]
async fn key(desk: Desk<'_>, key: &str) -> OpenReply {
    let row = queries::key(desk.app.db.read(), key).await?.ok_or(AppError::NotFound)?;
    let jwk = queries::jwk(&row, &desk.app.config.public_url);
    json(&desk, ContentType::new("application", "jwk+json"), &jwk)
}

#[get("/emisor/cursos/<version>")]
async fn course(desk: Desk<'_>, version: CourseVersionId) -> OpenReply {
    let found = queries::published(desk.app.db.read(), version).await?;
    let (row, course_type, targets) = found.ok_or(AppError::NotFound)?;
    let course = Course {
        version: version.0,
        name: &row.name,
        course_type: &course_type,
        hours: i64::from(row.hours),
        modality: row.modality.code(),
        rule: CertificateRule::of_course(&row),
        scale: GradeScale::default(),
        demo: desk.app.demo,
    };
    let achievement = achievement(&desk.app.config.public_url, &course, &targets);
    json(&desk, ContentType::JSON, &LinkedDocument::new(&achievement))
}

#[get("/emisor/listas/<list>")]
async fn list(desk: Desk<'_>, list: i32, lists: &Managed<StatusListCache>) -> OpenReply {
    let (app, now) = (desk.app, desk.app.clock.now());
    let text = match lists.kept(list, now) {
        Some(text) => text,
        None => {
            let db = app.db.read();
            let signers = queries::signers_of(db, list).await?;
            if signers.is_empty() {
                return Err(AppError::NotFound);
            }
            let positions = queries::revoked(db, list).await?;
            let (_, key) = signer_of_list(app, db, &signers).await?;
            let public_url = &app.config.public_url;
            let text = signed(public_url, list, now, &positions, &key)
                .map_err(|error| AppError::Internal(error.to_string()))?;
            lists.keep(list, now, &text);
            text
        }
    };
    Ok(kept(&desk, vc_jwt(), text.into_bytes(), LIST_SECONDS))
}

fn signed(
    public_url: &str,
    number: i32,
    now: DateTime<Utc>,
    positions: &[i32],
    key: &credentials::keys::IssuerKey,
) -> Result<String, credentials::CredentialError> {
    let mut bits = Bits::default();
    for position in positions {
        bits.set(u32::try_from(*position).unwrap_or(u32::MAX))?;
    }
    let lifetime =
        Lifetime { valid: LIST_DAYS, fresh: TimeDelta::seconds(i64::from(LIST_SECONDS)) };
    StatusList::new(
        &addresses::list(public_url, number),
        &addresses::issuer_id(public_url),
        now,
        lifetime,
        &bits,
    )?
    .sign(key)
}

/// Serves the credential to the holder and to those who were given the code. It says as much as the
/// page beside it, and no document number. Wrong codes take from the same budget as there.
#[get("/verificar/<code>/credencial")]
async fn credential(desk: Desk<'_>, code: &str, guesses: &Managed<CodeGuesses>) -> OpenReply {
    let db = desk.app.db.read();
    let found = match codes::candidates(code) {
        Some(candidates) => behind(db, &candidates).await?,
        None => None,
    };
    let Some(row) = found else {
        guesses.wrong_code(desk.app, desk.request().client_ip()).await?;
        return Err(AppError::NotFound);
    };
    let jwt = queries::jwt(db, row.id).await?.ok_or(AppError::NotFound)?;
    let name = format!("credencial-{}.jwt", row.number);
    Ok(OpenResponse::new(vc_jwt(), jwt.into_bytes()).named(name))
}
