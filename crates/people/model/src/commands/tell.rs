//! Who is told of a change of somebody's record: every address of theirs, so that no change of hands
//! stays without a word (R80).

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use notices_model::commands::queue_all;
use notices_model::letters::{Letter, Recipient};
use platform::app::App;
use platform::errors::AppError;
use sign_in_model::entity::account;

use crate::entity::person;
use crate::rules::full_name;

/// The addresses of these records and of their accounts, each once.
pub(super) fn addresses(
    records: &[&person::Model],
    accounts: Vec<account::Model>,
) -> Vec<Recipient> {
    let mut told: Vec<Recipient> = accounts.into_iter().map(account::Model::recipient).collect();
    let mut known: BTreeSet<String> = told.iter().map(|one| one.email.to_lowercase()).collect();
    for record in records {
        let Some(mail) = &record.email else { continue };
        if known.insert(mail.to_lowercase()) {
            told.push(Recipient {
                email: mail.clone(),
                name: full_name(record),
                person: Some(record.id.0),
                account: None,
            });
        }
    }
    told
}

/// Reads the accounts of these records.
pub(super) async fn accounts_of(
    tx: &DatabaseTransaction,
    records: &[&person::Model],
) -> Result<Vec<account::Model>, AppError> {
    let of = account::Column::PersonId.is_in(records.iter().map(|record| record.id.0));
    Ok(account::Entity::find().filter(of).all(tx).await?)
}

/// Queues the letter to each of the addresses; `key` names the occasion.
pub(super) async fn tell_all<L: Letter + Clone>(
    (tx, app): (&DatabaseTransaction, &App),
    to: Vec<Recipient>,
    key: &str,
    letter: &L,
) -> Result<(), AppError> {
    let letters = to.into_iter().enumerate();
    let letters = letters.map(|(number, to)| (to, format!("{key}:{number}"), letter.clone()));
    queue_all(tx, app, letters.collect()).await
}

/// Tells every address of these people; `occasion` is part of the letters' key, which is of this moment.
pub(super) async fn tell_people<L: Letter + Clone>(
    (tx, app): (&DatabaseTransaction, &App),
    occasion: &str,
    records: &[&person::Model],
    letter: &L,
) -> Result<(), AppError> {
    let accounts = accounts_of(tx, records).await?;
    let ids: Vec<String> = records.iter().map(|record| record.id.to_string()).collect();
    let key = format!("people/{occasion}:{}:{}", ids.join("-"), app.clock.now().timestamp_micros());
    tell_all((tx, app), addresses(records, accounts), &key, letter).await
}
