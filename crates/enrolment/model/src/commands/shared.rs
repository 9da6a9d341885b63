//! The steps that all verbs share: a change of stage with its event and its history, letters,
//! invitations.

use std::collections::HashMap;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QuerySelect, Set,
};

use history_model::commands::{Event, record, record_all};
use notices_model::commands::queue;
use notices_model::letters::Recipient;
use people_model::entity::person::{self, PersonId};
use people_model::rules::full_name;
use platform::texts::say;
use sign_in_model::actor::{Author, Grant, Role};
use sign_in_model::commands::{NewAccount, invite_many, open_many};
use sign_in_model::entity::account;
use sign_in_model::prelude::*;
use sign_in_model::queries::account_of;

use crate::entity::enrolment::{self, EnrolmentId, Stage};
use crate::entity::enrolment_event::{self, Cause};
use crate::letters::{CohortSummary, ConfirmationLetter, WaitingListLetter, WithdrawalLetter};

/// One change of stage: the row, its event and the history, which always agree.
#[derive(Clone, Copy)]
pub struct StageChange<'a> {
    pub action: &'static str,
    pub from: Option<Stage>,
    pub to: Stage,
    pub by: &'a Author,
    pub reason: Option<&'a str>,
    pub cause: Option<Cause>,
}

/// Writes the event and the history of a change whose row is already written. Returns the event's
/// number, which makes the mail about it unique.
pub async fn trace(
    tx: &DatabaseTransaction,
    app: &App,
    row: &enrolment::Model,
    change: StageChange<'_>,
) -> Result<i64, DbErr> {
    let event = event_of(app, row.id, change).insert(tx).await?;
    record(tx, told(app, row, change)).await?;
    Ok(event.id.0)
}

/// [`trace`] for many rows that changed alike, with two statements; returns the event of each
/// enrolment.
pub(super) async fn trace_all(
    tx: &DatabaseTransaction,
    app: &App,
    rows: &[&enrolment::Model],
    change: StageChange<'_>,
) -> Result<HashMap<EnrolmentId, i64>, DbErr> {
    trace_each(tx, app, rows.iter().map(|row| (*row, change))).await
}

/// [`trace_all`] for rows that changed each in its own way.
pub(super) async fn trace_each<'a>(
    tx: &DatabaseTransaction,
    app: &App,
    changes: impl Iterator<Item = (&'a enrolment::Model, StageChange<'a>)> + Clone,
) -> Result<HashMap<EnrolmentId, i64>, DbErr> {
    let events = changes.clone().map(|(row, change)| event_of(app, row.id, change));
    let events = enrolment_event::Entity::insert_many(events).exec_with_returning(tx).await?;
    record_all(tx, changes.map(|(row, change)| told(app, row, change))).await?;
    Ok(events.into_iter().map(|event| (event.enrolment_id, event.id.0)).collect())
}

fn event_of(
    app: &App,
    enrolment: EnrolmentId,
    change: StageChange<'_>,
) -> enrolment_event::ActiveModel {
    enrolment_event::ActiveModel {
        enrolment_id: Set(enrolment),
        at: Set(app.clock.now()),
        from_stage: Set(change.from),
        to_stage: Set(change.to),
        actor_account_id: Set(change.by.account),
        reason: Set(change.reason.map(str::to_owned)),
        cause: Set(change.cause),
        ..Default::default()
    }
}

fn told<'a>(app: &App, row: &enrolment::Model, change: StageChange<'a>) -> Event<'a> {
    Event {
        cohort_id: Some(row.cohort_id.0),
        detail: json!({ "from": change.from, "to": change.to }),
        ..change.by.event(app.clock.now(), change.action, ("enrolment", row.id.0))
    }
}

/// The occasion of a letter.
pub enum LetterTopic {
    Confirmed,
    /// `entity` put the person forward.
    Waiting {
        position: u64,
        entity: String,
    },
    Withdrawn {
        by_coordination: bool,
    },
}

/// Queues the letter, if the person has an address.
pub async fn tell(
    tx: &DatabaseTransaction,
    app: &App,
    person: &person::Model,
    about: CohortSummary,
    event: i64,
    news: LetterTopic,
) -> Result<(), AppError> {
    let account = account_of(tx, person.id.0).await?;
    let Some(to) = recipient(person, account.as_ref()) else { return Ok(()) };
    let key = dedupe_key(event);
    match news {
        LetterTopic::Confirmed => {
            queue(tx, app, to, key, &ConfirmationLetter { about, given_by: None }).await
        }
        LetterTopic::Waiting { position, entity } => {
            let given_by = Some(say("enrolment.given_by_entity", &[("entity", entity)]));
            queue(tx, app, to, key, &WaitingListLetter { about, position, given_by }).await
        }
        LetterTopic::Withdrawn { by_coordination } => {
            let leaves_calendar = about.calendar.is_some();
            let letter = WithdrawalLetter { about, by_coordination, leaves_calendar };
            queue(tx, app, to, key, &letter).await
        }
    }
}

/// Returns the accounts of the people of these rows, by person.
pub(super) async fn accounts_of(
    tx: &DatabaseTransaction,
    rows: &[&enrolment::Model],
) -> Result<HashMap<Option<i64>, account::Model>, DbErr> {
    let accounts = account::Entity::find()
        .filter(account::Column::PersonId.is_in(rows.iter().map(|row| row.person_id.0)))
        .all(tx)
        .await?;
    Ok(accounts.into_iter().map(|account| (account.person_id, account)).collect())
}

/// Returns the recipient: the person's own mail, or else their account's; `None` without either.
pub fn recipient(person: &person::Model, account: Option<&account::Model>) -> Option<Recipient> {
    let email = person.email.as_ref().or(account.map(|account| &account.email))?;
    Some(Recipient {
        email: email.clone(),
        name: full_name(person),
        person: Some(person.id.0),
        account: account.map(|account| account.id.0),
    })
}

pub(super) fn dedupe_key(event: i64) -> String {
    format!("enrolment/event/{event}")
}

/// Opens an account for a person whom others enrolled, with a letter to create their password:
/// without it they could not open the page of their own enrolment. Nothing happens without a mail,
/// or when the person or the mail has an account already.
pub async fn invite_person(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    id: PersonId,
) -> Result<(), AppError> {
    let person = person::Entity::find_by_id(id).one(tx).await?;
    let person = person.ok_or(AppError::NotFound)?;
    invite_people(tx, app, by, &[&person]).await
}

/// [`invite_person`] for many; the caller bounds how many.
pub async fn invite_people(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    people: &[&person::Model],
) -> Result<(), AppError> {
    let new = without_account(tx, people).await?;
    match new.is_empty() {
        true => Ok(()),
        false => invite_many(tx, app, by.account, new).await,
    }
}

/// Opens accounts as [`invite_people`] does and writes to nobody: returns the secret of each one's link to
/// create a password, for the letter that the caller writes.
pub(super) async fn open_accounts(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    people: &[&person::Model],
) -> Result<HashMap<PersonId, String>, AppError> {
    let new = without_account(tx, people).await?;
    if new.is_empty() {
        return Ok(HashMap::new());
    }
    let opened = open_many(tx, app, by.account, new).await?;
    Ok(opened
        .into_iter()
        .filter_map(|(account, token)| Some((PersonId(account.person_id?), token)))
        .collect())
}

/// The accounts that are to be opened for those of these people who have a mail and no account.
async fn without_account(
    tx: &DatabaseTransaction,
    people: &[&person::Model],
) -> Result<Vec<NewAccount>, DbErr> {
    let reached = || people.iter().filter_map(|one| Some((*one, one.email.as_ref()?)));
    let taken: Vec<i64> = account::Entity::find()
        .select_only()
        .column(account::Column::PersonId)
        .filter(account::Column::PersonId.is_in(reached().map(|(person, _)| person.id.0)))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(reached()
        .filter(|(person, _)| !taken.contains(&person.id.0))
        .map(|(person, email)| NewAccount {
            email: email.clone(),
            name: full_name(person),
            person: Some(person.id.0),
            password_hash: None,
            grants: vec![participant_role()],
        })
        .collect())
}

/// The only role that a person gets by taking part.
pub fn participant_role() -> Grant {
    Grant { role: Role::Participant, unit: None, department: None, entity: None }
}
