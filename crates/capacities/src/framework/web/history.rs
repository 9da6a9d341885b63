//! What a capacity and its indicators said before.

use sign_in_model::prelude::*;

use super::named;
use crate::framework::policy::may_edit;
use crate::framework::queries::{self, read};
use crate::framework::rules::RevisionSubject;
use crate::framework::views::{HistoryPage, RevisionChangeRow, RevisionRow};
use crate::queries::indicators_of;

/// Shows who changed what and why, to those who may change it.
#[get("/capacidades/<capacity>/historia")]
pub async fn history(desk: Desk<'_>, capacity: &str) -> Answer {
    may_edit(desk.actor()?)?;
    let db = desk.app.db.read();
    let capacity = queries::capacity(db, capacity).await?;
    let revisions = queries::revisions(db, &capacity.code).await?;
    let authors = queries::authors(db, &revisions).await?;
    let indicators = indicators_of(db, &capacity.code).await?;
    let about = |key: &str| {
        let found = indicators.iter().find(|row| RevisionSubject::Indicator(row.id).key() == key);
        found.map_or_else(|| "Capacidad".to_owned(), |row| format!("Indicador {}", named(row)))
    };
    let mut rows = Vec::new();
    for row in &revisions {
        let before = revisions.iter().find(|old| old.about == row.about && old.number < row.number);
        let changes = match before {
            Some(before) => read(row)?.changes(&read(before)?),
            None => Vec::new(),
        };
        rows.push(RevisionRow {
            about: about(&row.about),
            number: format!("versión {}", row.number),
            when: dates::short_with_time(row.at),
            who: row
                .account_id
                .and_then(|account| authors.get(&account).cloned())
                .unwrap_or_else(|| "Datos que trae el sistema".to_owned()),
            reason: row.reason.clone(),
            changes: changes
                .into_iter()
                .map(|(what, before, now)| RevisionChangeRow { what, before, now })
                .collect(),
        });
    }
    desk.show(&HistoryPage { code: capacity.code, name: capacity.name, rows })
}
