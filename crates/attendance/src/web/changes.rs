//! Every mark of a session: who, when, from what, to what, why and how (R40).

use cohorts_model::entity::session::SessionId;
use cohorts_model::place::CohortTab;
use cohorts_model::policy::works_on;
use platform::numbers::some;
use sign_in_model::prelude::*;

use crate::labels;
use crate::queries::{self, MarkHistoryRow};
use crate::views::{ChangesPage, MarkChangeRow, SessionHead};

#[get("/sesiones/<session>/cambios")]
pub async fn show(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor()?;
    let db = desk.app.db.read();
    let (found, head) = queries::session_head(db, actor, session).await?;
    if !works_on(actor, &head.access) {
        return Err(Denial.into());
    }
    head.enter(&desk, CohortTab::Sessions).await?;
    let page = Fields::of_address(desk.request()).first("pagina").parse().ok();
    let address = format!("/sesiones/{session}/cambios");
    let (marks, pager) = queries::history(db, session, page, &address).await?;
    desk.show(&ChangesPage {
        heading: format!("Registros de la sesión {}", found.position),
        when: dates::short_with_weekday(dates::bogota_date(found.starts_at)),
        head: SessionHead::new(&found, &head),
        rows: marks.iter().map(row).collect(),
        pager,
    })
}

fn row(told: &MarkHistoryRow) -> MarkChangeRow {
    let mark = &told.mark;
    MarkChangeRow {
        when: dates::short_with_time(mark.at),
        person: told.name.by_surname(),
        from: mark.from.map_or("Sin registro", |state| state.label()),
        to: mark.state.label(),
        minutes: mark.minutes.map(|minutes| some(minutes, "minuto", "minutos")),
        how: mark.method.label(),
        after_closing: mark.after_closing,
        who: mark.author.clone(),
        why: labels::why(mark).unwrap_or_default().to_owned(),
    }
}
