//! The page that opens without a network, as the browser fetches it: for everybody alike, so
//! anybody may; what it shows comes from the interface, which asks who is there.

use rocket::http::{ContentType, Header};
use rocket::{Responder, State, get};

use platform::app::App;
use platform::errors::AppError;

use crate::field::shell;

#[derive(Responder)]
pub struct ShellPart {
    bytes: Vec<u8>,
    content_type: ContentType,
    cache: Header<'static>,
}

#[derive(Responder)]
pub struct ShellDocument {
    part: ShellPart,
    policy: Header<'static>,
    allowed: Header<'static>,
}

/// The browser asks each time whether it changed: the page keeps a copy of its own.
fn part(content_type: ContentType, bytes: Vec<u8>) -> ShellPart {
    ShellPart { bytes, content_type, cache: Header::new("Cache-Control", "no-cache") }
}

fn governed(part: ShellPart) -> ShellDocument {
    ShellDocument {
        part,
        policy: Header::new("Content-Security-Policy", shell::content_policy()),
        allowed: Header::new("Service-Worker-Allowed", "/campo"),
    }
}

#[get("/campo")]
pub fn page(app: &State<App>) -> Result<ShellDocument, AppError> {
    Ok(governed(part(ContentType::HTML, shell::page(app)?.into_bytes())))
}

#[get("/campo/sw.js")]
pub fn worker(app: &State<App>) -> Result<ShellDocument, AppError> {
    let script = shell::javascript();
    Ok(governed(part(script, shell::worker(app)?.into_bytes())))
}

#[get("/campo/<part>", rank = 2)]
pub fn file(part: &str) -> Option<ShellPart> {
    let (content_type, bytes) = shell::file(part)?;
    Some(self::part(content_type, bytes))
}
