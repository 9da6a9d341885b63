//! The letters of people who were enrolled together: one to each, also to whoever gets an account by it.

use std::collections::HashMap;

use sea_orm::DatabaseTransaction;

use notices_model::commands::queue_all;
use people_model::entity::person::{self, PersonId};
use sign_in_model::letters::term_in_words;
use sign_in_model::prelude::*;

use super::enrol::Placement;
use super::seat_ledger::SeatLedger;
use super::shared::{accounts_of, dedupe_key, open_accounts, recipient};
use crate::entity::enrolment::{self, Origin};
use crate::letters::{CohortSummary, ConfirmationLetter, EntryLetter, WaitingListLetter};

/// People who were enrolled together.
pub(super) struct PlacedPeople<'a> {
    pub people: &'a HashMap<PersonId, person::Model>,
    pub rows: &'a HashMap<PersonId, enrolment::Model>,
    /// Each placement with the number of its event.
    pub placements: &'a HashMap<PersonId, (Placement, i64)>,
    /// Who gets an account by this, unless they have one.
    pub entering: Vec<PersonId>,
    pub by: &'a Author,
}

/// Queues a letter to every person who has an address.
pub(super) async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    ledger: &SeatLedger,
    placed: PlacedPeople<'_>,
) -> Result<(), AppError> {
    let PlacedPeople { people, rows, placements, entering, by } = placed;
    let entering: Vec<&person::Model> = entering
        .iter()
        .filter(|id| rows.contains_key(*id))
        .filter_map(|id| people.get(id))
        .collect();
    let mut entries = match entering.is_empty() {
        true => HashMap::new(),
        false => open_accounts(tx, app, by, &entering).await?,
    };
    let accounts = accounts_of(tx, &rows.values().collect::<Vec<_>>()).await?;
    // In the order of their events, as letters go out.
    let mut told: Vec<_> = placements.iter().collect();
    told.sort_by_key(|(_, (_, event))| *event);
    let first = |is_seated: bool| {
        let mut places = told.iter().map(|(_, (placed, _))| placed);
        let first = places.find(|placed| placed.position.is_none() == is_seated);
        first.map(|placed| placed.enrolment)
    };
    let seated = match first(true) {
        Some(enrolment) => Some(ledger.summary_with_sessions(tx, app, enrolment).await?),
        None => None,
    };
    let queued = match first(false) {
        Some(enrolment) => Some(ledger.summary(tx, enrolment).await?),
        None => None,
    };
    let (mut entered, mut confirmed, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    for (id, (placed, event)) in told {
        let Some(person) = people.get(id) else { continue };
        let Some(to) = recipient(person, accounts.get(&Some(id.0))) else { continue };
        let summary = if placed.position.is_none() { &seated } else { &queued };
        let Some(summary) = summary else { continue };
        let about = CohortSummary { enrolment: placed.enrolment, ..summary.clone() };
        let is_given = rows.get(id).is_some_and(|row| row.origin == Origin::Coordinator);
        let given_by = is_given.then(|| about.by_coordination());
        let (key, position) = (dedupe_key(*event), placed.position);
        match (entries.remove(id), position) {
            (Some(token), _) => {
                let term = term_in_words(app.config.first_link);
                entered.push((to, key, EntryLetter { about, position, given_by, term, token }));
            }
            (None, None) => confirmed.push((to, key, ConfirmationLetter { about, given_by })),
            (None, Some(position)) => {
                waiting.push((to, key, WaitingListLetter { about, position, given_by }));
            }
        }
    }
    if !entered.is_empty() {
        queue_all(tx, app, entered).await?;
    }
    if !confirmed.is_empty() {
        queue_all(tx, app, confirmed).await?;
    }
    if !waiting.is_empty() {
        queue_all(tx, app, waiting).await?;
    }
    Ok(())
}
