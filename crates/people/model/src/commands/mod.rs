//! Changes to persons, their posts and their authorisations. Each runs inside the transaction of
//! the verb that needs it (registering, adding a person to a cohort, importing).

mod careers;
mod contacts;
mod documents;
mod duplicates;
mod merge;
mod names;
mod new_posts;
mod posts;
mod register;
mod requests;
mod tell;
mod vouch;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, Set,
};

use history_model::commands::Event;
use platform::errors::{AppError, Failure, refuse};
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::entity::person::{self, PersonId};
use super::entity::{consent, document_review};
use super::policy::SettleReview;
use super::rules::PersonRefusal;

pub use careers::{vouch_post, vouch_posts};
pub use contacts::{NewContacts, change_own_phone, correct_contacts, prove_mail};
pub use documents::change_document;
pub use duplicates::keep_apart;
pub use merge::{MergeChoice, merge, undo_merge};
pub use names::{NewName, correct_name};
pub use new_posts::{NewPost, add_post, add_posts};
pub use posts::{
    PostChange, ask_again, attest, choose_principal, confirm_post, correct_post, end_post,
    end_posts_before, hold_post, open_post,
};
pub use register::{NewPerson, RegisteredPerson, register, register_many, register_oneself};
pub use requests::{RecordChange, ask, decide};
pub use vouch::vouch;

type PersonResult<T> = Result<T, Failure<PersonRefusal>>;

/// Notes that a document came with another name, so that a coordinator looks. The other name is not
/// kept: the person who typed it may simply have mistaken a digit.
pub async fn note_review(app: &App, by: &Author, person: PersonId) -> Result<(), AppError> {
    let work = Work::begin(app, by).await?;
    document_review::ActiveModel {
        person_id: Set(person),
        noted_at: Set(work.now),
        ..Default::default()
    }
    .insert(&work.tx)
    .await?;
    work.record("people.review", ("person", person.0), json!({})).await?;
    work.commit().await
}

/// Settles what was noted about a person's document, with what was found out. The note is kept
/// beside the review and not in history: it is free text about a person.
pub async fn settle_review(app: &App, permit: SettleReview, note: &str) -> PersonResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    let person = lock(&work.tx, *permit.person()).await?.id;
    let settled = document_review::Entity::update_many()
        .set(document_review::ActiveModel {
            settled_at: Set(Some(work.now)),
            settled_by: Set(work.by.account),
            note: Set(Some(note.trim().to_owned())),
            ..Default::default()
        })
        .filter(document_review::Column::PersonId.eq(person))
        .filter(document_review::Column::SettledAt.is_null())
        .exec(&work.tx)
        .await?
        .rows_affected;
    if settled == 0 {
        return refuse(PersonRefusal::NothingToReview);
    }
    let detail = json!({ "reviews": settled });
    work.record("people.settle_review", ("person", person.0), detail).await?;
    Ok(work.commit().await?)
}

/// Keeps the proof that a person authorised the processing of their data (R71).
pub async fn record_consent(
    tx: &DatabaseTransaction,
    app: &App,
    person: PersonId,
    version: &str,
    channel: &str,
) -> Result<(), AppError> {
    record_consents(tx, app, version, [(person, channel)]).await
}

/// [`record_consent`] for many people, each with its channel; the caller bounds how many.
pub async fn record_consents<'a>(
    tx: &DatabaseTransaction,
    app: &App,
    version: &str,
    given: impl IntoIterator<Item = (PersonId, &'a str)>,
) -> Result<(), AppError> {
    let rows = given.into_iter().map(|(person, channel)| consent::ActiveModel {
        person_id: Set(person),
        version: Set(version.to_owned()),
        given_at: Set(app.clock.now()),
        channel: Set(channel.to_owned()),
        ..Default::default()
    });
    consent::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Returns the person, whose row stays locked: two posts added at once look at each other's rows in
/// turn.
async fn lock(tx: &DatabaseTransaction, person: PersonId) -> Result<person::Model, AppError> {
    person::Entity::find_by_id(person).lock_exclusive().one(tx).await?.ok_or(AppError::NotFound)
}

/// The person, locked; a record that became part of another one is not changed any more.
async fn lock_present(tx: &DatabaseTransaction, person: PersonId) -> PersonResult<person::Model> {
    let person = lock(tx, person).await?;
    if person.merged_into.is_some() {
        return refuse(PersonRefusal::MergedAlready);
    }
    Ok(person)
}

fn event<'a>(
    app: &App,
    by: &'a Author,
    action: &'static str,
    subject: (&'static str, i64),
    detail: serde_json::Value,
) -> Event<'a> {
    Event { detail, ..by.event(app.clock.now(), action, subject) }
}
