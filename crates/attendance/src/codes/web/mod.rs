//! Addresses of codes: the screen of a session, the page where a code is typed, who came.

mod arrivals;
mod arrive;
mod screen;

use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::policy::works_on;
use cohorts_model::queries::CohortHead;
use sign_in_model::prelude::*;

use crate::queries::session_head;

pub fn routes() -> Vec<Route> {
    routes![
        screen::show,
        screen::open,
        screen::close,
        arrivals::show,
        arrive::form,
        arrive::arrive,
        arrive::form_by_link,
        arrive::arrive_by_link,
    ]
}

/// The session, for those who work on its cohort.
async fn session_for(
    desk: &Desk<'_>,
    actor: &Actor,
    id: SessionId,
) -> Result<(session::Model, CohortHead), AppError> {
    let (session, head) = session_head(desk.app.db.read(), actor, id).await?;
    if works_on(actor, &head.access) { Ok((session, head)) } else { Err(Denial.into()) }
}

/// «Sesión 2, martes 24 de noviembre de 2026, 8:00 a. m. a 12:00 p. m.».
fn words(session: &session::Model) -> String {
    let when = dates::long_day_and_span(session.starts_at, session.ends_at);
    format!("Sesión {}, {when}", session.position)
}
