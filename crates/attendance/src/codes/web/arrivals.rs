//! Who came by a code, with what is worth a second look. Never an address.

use std::collections::HashMap;

use cohorts_model::entity::session::{self, SessionId};
use cohorts_model::place::CohortTab;
use sign_in_model::prelude::*;

use super::{session_for, words};
use crate::codes::queries::{self, CodeArrivalRow};
use crate::codes::signals::{Signal, shared, signals};
use crate::codes::views::{ArrivalLine, ArrivalsPage};
use crate::entity::attendance_mark::State;
use crate::views::SessionHead;

#[get("/sesiones/<session>/llegadas")]
pub async fn show(desk: Desk<'_>, session: SessionId) -> Answer {
    let actor = desk.actor()?;
    let (session, head) = session_for(&desk, actor, session).await?;
    head.enter(&desk, CohortTab::Sessions).await?;
    let came = queries::arrivals(desk.app.db.read(), session.id).await?;
    let rows: Vec<ArrivalLine> = lines(&session, &came);
    let late = came.iter().filter(|one| one.state == Some(State::Late)).count();
    let marked = rows.iter().filter(|row| !row.signals.is_empty()).count();
    desk.show(&ArrivalsPage {
        head: SessionHead::new(&session, &head),
        session: words(&session),
        figures: vec![
            Figure::counted(came.len(), "llegada por código", "llegadas por código"),
            Figure::new(late, "tarde"),
            Figure::new(marked, "para mirar dos veces"),
        ],
        rows,
    })
}

fn lines(session: &session::Model, came: &[CodeArrivalRow]) -> Vec<ArrivalLine> {
    let browsers = shared(came.iter().map(|one| one.browser_digest.as_deref()));
    let networks = letters(shared(came.iter().map(|one| one.network_digest.as_deref())));
    let line = |one: &CodeArrivalRow| {
        let browser = one.browser_digest.as_deref();
        let together = browser.and_then(|browser| browsers.get(browser)).copied().unwrap_or(0);
        let network = one.network_digest.as_deref().and_then(|network| networks.get(network));
        let found = signals(one.at, session.starts_at, together);
        ArrivalLine {
            name: one.name.by_surname(),
            time: dates::time(one.at),
            tone: one.state.map_or("waiting", |state| state.code()),
            state: one.state.map_or("Por decidir", |state| state.label()),
            how: if one.by_link { "el enlace de su correo" } else { "su cuenta" },
            network: network.cloned().unwrap_or_default(),
            signals: found.into_iter().map(say).collect::<Vec<_>>().join("; "),
        }
    };
    came.iter().map(line).collect()
}

fn say(signal: Signal) -> String {
    match signal {
        Signal::SharedBrowser(many) => {
            format!("{} desde un mismo navegador", numbers::people(many))
        }
        Signal::FarEarlier => "mucho antes del inicio".to_owned(),
        Signal::FarLater => "mucho después del inicio".to_owned(),
    }
}

/// A letter for each network, the one of most people first.
fn letters(counted: HashMap<&str, usize>) -> HashMap<&str, String> {
    let mut order: Vec<(&str, usize)> = counted.into_iter().collect();
    order.sort_by_key(|(digest, many)| (std::cmp::Reverse(*many), *digest));
    let name = |place: usize| match u8::try_from(place) {
        Ok(place @ 0..26) => char::from(b'A' + place).to_string(),
        _ => "otra".to_owned(),
    };
    order.into_iter().enumerate().map(|(place, (digest, _))| (digest, name(place))).collect()
}
