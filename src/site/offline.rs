//! What a browser shows without a network in the place of its own error: one page that names nobody and leads
//! to `/campo`, and the worker that keeps it. `/campo` alone asks for the worker: on a telephone that has no
//! lists the page would lead nowhere.

use rocket::http::{ContentType, Header};
use rocket::{Responder, State, get};
use serde_json::json;

use super::views::OfflinePage;
use crate::platform::app::App;
use crate::platform::assets::{asset, light};
use crate::platform::errors::AppError;
use crate::platform::headers::connecting_policy;
use crate::platform::pages::{Shell, View};
use crate::platform::secrets;

const WORKER: &str = "sin-red.js";

#[derive(Responder)]
pub struct OfflineWorker {
    script: String,
    content_type: ContentType,
    policy: Header<'static>,
    cache: Header<'static>,
}

/// The same bytes for everybody, because browsers keep them.
fn html(app: &App) -> Result<String, AppError> {
    let page = OfflinePage {};
    let html = app.views.render(OfflinePage::TEMPLATE, &Shell::bare(&page.title()), &page);
    html.map_err(|error| AppError::Internal(error.to_string()))
}

#[get("/sin-red")]
pub fn page(app: &State<App>) -> Result<(ContentType, String), AppError> {
    Ok((ContentType::HTML, html(app)?))
}

/// The worker, which begins with what it keeps. It is asked for again after an hour at the earliest: browsers
/// look for a newer one at each page.
#[get("/sin-red.js")]
pub fn worker(app: &State<App>) -> Result<OfflineWorker, AppError> {
    let shell = Shell::bare("");
    let version = secrets::digest(html(app)?);
    let kept = json!({
        "version": &version[..12],
        "page": "/sin-red",
        "files": [shell.css, shell.icon],
    });
    let text = asset(WORKER).map(|(_, bytes)| light(&String::from_utf8_lossy(&bytes)));
    Ok(OfflineWorker {
        script: format!("self.OFFLINE = {kept};\n{}", text.unwrap_or_default()),
        content_type: ContentType::new("text", "javascript").with_params(("charset", "utf-8")),
        policy: Header::new("Content-Security-Policy", connecting_policy()),
        cache: Header::new("Cache-Control", "public, max-age=3600"),
    })
}
