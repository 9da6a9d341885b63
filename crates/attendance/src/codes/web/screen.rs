//! The screen of a session: the code while check-in is open, and opening and closing it.

use data_encoding::BASE64;

use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::place::CohortTab;
use cohorts_model::queries::CohortHead;
use sign_in_model::prelude::*;

use super::{session_for, words};
use crate::codes::entity::session_code;
use crate::codes::policy::may_show;
use crate::codes::refusals::CodeRefusal;
use crate::codes::rules::{Code, may_enter, may_open, seconds_left};
use crate::codes::views::{ClosedPage, ProjectorPage};
use crate::codes::{commands, queries};
use crate::views::SessionHead;

#[get("/sesiones/<session>/codigo")]
pub async fn show(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor()?;
    let (session, head) = session_for(&desk, actor, session).await?;
    let db = desk.app.db.read();
    let last = queries::last_opening(db, session.id).await?;
    let now = desk.app.clock.now();
    let hours = (session.starts_at, session.ends_at);
    let shown = last.as_ref().and_then(|last| {
        may_enter(head.cohort.stage, session.stage, hours, last.closed_at, now).ok()?;
        last.secret.as_ref().map(|secret| secret.shown(now))
    });
    let Some(code) = shown else {
        head.enter(&desk, CohortTab::Sessions).await?;
        let page = closed(&desk, &session, &head, last.as_ref(), None);
        return desk.show(&page);
    };
    let counted = queries::present(db, session.id, session.cohort_id).await?;
    let left = seconds_left(now);
    desk.show_again(&projector(&desk, &session, &head, code, counted, left)?, left)
}

fn projector(
    desk: &Desk<'_>,
    session: &session::Model,
    head: &CohortHead,
    code: Code,
    (there, all): (u64, u64),
    left: u32,
) -> Result<ProjectorPage, AppError> {
    let site = &desk.app.config.public_url;
    let square = documents::qr::svg(&format!("{site}/llegada?c={code}"));
    let square = square.map_err(|error| AppError::Internal(error.to_string()))?;
    let (one, other) = code.halves();
    let address = site.split_once("://").map_or(site.as_str(), |(_, host)| host);
    Ok(ProjectorPage {
        head: SessionHead::new(session, head),
        session: words(session),
        count: format!("{there} de {all} registraron su llegada"),
        address: format!("{address}/llegada"),
        one,
        other,
        square: format!("data:image/svg+xml;base64,{}", BASE64.encode(square.as_bytes())),
        left,
    })
}

fn closed(
    desk: &Desk<'_>,
    session: &session::Model,
    head: &CohortHead,
    last: Option<&session_code::Model>,
    refused: Option<&CodeRefusal>,
) -> ClosedPage {
    let now = desk.app.clock.now();
    let why = may_open(&head.cohort, session, now).err();
    ClosedPage {
        head: SessionHead::new(session, head),
        session: words(session),
        blocked: refused.or(why.as_ref()).map(Refusal::sentence),
        late_after: numbers::some(head.cohort.late_after_minutes, "minuto", "minutos"),
        was_open: last.is_some(),
    }
}

#[post("/sesiones/<session>/codigo")]
pub async fn open(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor()?;
    let (session, head) = session_for(&desk, actor, session).await?;
    let permit = may_show(actor, &head.access, session.id)?;
    match commands::open(desk.app, permit).await {
        Ok(()) => desk.go(format!("/sesiones/{}/codigo", session.id)),
        Err(failure) => {
            let refusal = failure.refusal()?;
            let last = queries::last_opening(desk.app.db.read(), session.id).await?;
            head.enter(&desk, CohortTab::Sessions).await?;
            desk.refuse(&closed(&desk, &session, &head, last.as_ref(), Some(&refusal)))
        }
    }
}

#[post("/sesiones/<session>/codigo/cierre")]
pub async fn close(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor()?;
    let (session, head) = session_for(&desk, actor, session).await?;
    commands::close(desk.app, may_show(actor, &head.access, session.id)?).await?;
    let to = format!("/sesiones/{}/codigo", session.id);
    desk.done(to, "El registro por código quedó cerrado.")
}
