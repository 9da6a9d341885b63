//! The page of one's own account: how one comes in, and the way to everything that one changes oneself.

use platform::pages::{Sample, samples_of};
use sign_in_model::actor::Role;
use sign_in_model::prelude::*;
use sign_in_model::{queries, sessions};

use super::factor::queries::factor_of;

pub const PAGE: &str = "/mi-cuenta";

pub fn routes() -> Vec<Route> {
    routes![show]
}

/// Those who have pages about telephones that keep lists.
const TEACHERS: &[Role] = &[Role::NationalAdministrator, Role::Coordinator, Role::Facilitator];

#[derive(Serialize, Example)]
pub struct OwnAccountPage {
    pub name: String,
    pub email: String,
    /// «Coordinación y Participante»; empty without any.
    pub roles: String,
    /// The account is of a person, who has data of their own.
    pub has_person: bool,
    /// Since when there is a second factor.
    pub factor: Option<String>,
    /// «2 sesiones».
    pub sessions: String,
    pub teaches: bool,
}

impl View for OwnAccountPage {
    const TEMPLATE: &'static str = "pages/sign_in/own_account";
    fn title(&self) -> String {
        "Mi cuenta".into()
    }
    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::to("Inicio", "/"), Crumb::here("Mi cuenta")]
    }
}

/// The way to a page of one's own account.
pub fn below(title: &'static str) -> Vec<Crumb> {
    vec![Crumb::to("Inicio", "/"), Crumb::to("Mi cuenta", PAGE), Crumb::here(title)]
}

#[get("/mi-cuenta")]
async fn show(desk: Desk<'_>) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let open = sessions::open_of(db, actor.account, desk.app.clock.now()).await?;
    let mut roles: Vec<&str> = actor.grants.iter().map(|grant| grant.role.label()).collect();
    roles.dedup();
    let factor = factor_of(db, actor.account).await?;
    desk.show(&OwnAccountPage {
        name: actor.name.clone(),
        email: queries::email_of(db, actor.account).await?,
        roles: platform::texts::and(&roles),
        has_person: actor.person.is_some(),
        factor: factor.map(|factor| dates::long(dates::bogota_date(factor.created_at))),
        sessions: numbers::some(open.len() as u64, "sesión", "sesiones"),
        teaches: actor.has_any(TEACHERS),
    })
}

pub fn samples() -> Vec<Sample> {
    samples_of::<OwnAccountPage>()
}
