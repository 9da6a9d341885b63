//! The addresses of one's own open sessions.

use platform::pages::{Sample, samples_of};
use sign_in_model::entity::web_session::{self, WebSessionId};
use sign_in_model::prelude::*;
use sign_in_model::{browser::Browser, policy, sessions};

use super::commands;

const PAGE: &str = "/sesiones-abiertas";

pub fn routes() -> Vec<Route> {
    routes![show, end, end_others]
}

/// The sessions that are open, the one that asks first.
#[derive(Serialize, Example)]
pub struct OwnSessionsPage {
    pub rows: Vec<OpenSession>,
    pub has_others: bool,
}

#[derive(Serialize, Example)]
pub struct OpenSession {
    /// «Chrome en Windows»
    pub device: String,
    pub opened: String,
    pub used: String,
    pub ends: String,
    pub is_shared: bool,
    pub is_this: bool,
    /// Where to end it.
    pub end: String,
}

impl View for OwnSessionsPage {
    const TEMPLATE: &'static str = "pages/sign_in/sessions";
    fn title(&self) -> String {
        "Sesiones abiertas".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        super::own_account::below("Sesiones abiertas")
    }
}

impl OpenSession {
    fn of(row: web_session::Model, this: &str) -> Self {
        Self {
            device: match row.device.is_empty() {
                true => "Navegador sin identificar".to_owned(),
                false => row.device,
            },
            opened: dates::short_with_time(row.created_at),
            used: dates::short_with_time(row.last_used_at),
            ends: dates::short_with_time(row.expires_at),
            is_shared: row.is_shared,
            is_this: row.token_hash == this,
            end: format!("{PAGE}/{}/cierre", row.id),
        }
    }
}

/// The digest of the session that asks.
fn this(desk: &Desk<'_>) -> String {
    platform::secrets::digest(Browser::of(desk).session.unwrap_or_default())
}

#[get("/sesiones-abiertas")]
async fn show(desk: Desk<'_>) -> Answer {
    let (db, now) = (desk.app.db.read(), desk.app.clock.now());
    let open = sessions::open_of(db, desk.actor()?.account, now).await?;
    let this = this(&desk);
    let mut rows: Vec<_> = open.into_iter().map(|row| OpenSession::of(row, &this)).collect();
    rows.sort_by_key(|row| !row.is_this);
    let has_others = rows.iter().any(|row| !row.is_this);
    desk.show(&OwnSessionsPage { rows, has_others })
}

#[post("/sesiones-abiertas/<browser>/cierre")]
async fn end(desk: Desk<'_>, browser: WebSessionId) -> Answer {
    let permit = policy::may_end_sessions(desk.actor()?);
    let text = match commands::end_session(desk.app, permit, browser).await? {
        true => "Esa sesión se cerró.",
        false => "Esa sesión ya había terminado.",
    };
    desk.done(PAGE, text)
}

#[post("/sesiones-abiertas/cierre")]
async fn end_others(desk: Desk<'_>) -> Answer {
    let permit = policy::may_end_sessions(desk.actor()?);
    let ended = commands::end_other_sessions(desk.app, permit, &this(&desk)).await?;
    let text = match ended {
        0 => "No había otras sesiones abiertas.".to_owned(),
        ended => format!("{}.", numbers::some(ended, "sesión se cerró", "sesiones se cerraron")),
    };
    desk.done(PAGE, text)
}

pub fn samples() -> Vec<Sample> {
    samples_of::<OwnSessionsPage>()
}
