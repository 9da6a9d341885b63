//! Merging two records of one person (R28), and undoing it.
//!
//! [`journal`] writes every value that changes, with what it was and what it became, in the same
//! transaction. [`follow`] moves the rows that other tables keep of a person. [`undo`] restores the
//! journal, after proving that each value still is what the merge made it; when something cannot be
//! restored exactly, it says so and touches nothing.

mod accounts;
mod follow;
mod journal;
mod undo;

pub use undo::undo_merge;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set,
};
use serde_json::{Value, json};

use platform::app::App;
use platform::errors::{AppError, refuse};
use sign_in_model::work::Work;

use self::accounts::Accounts;
use self::follow::follow_rule;
use self::journal::{Journal, set};
use super::duplicates::settle_pair;
use super::names::write_words;
use super::requests::settle_requests;
use super::{PersonResult, lock};
use crate::entity::person::{self, PersonId};
use crate::entity::person_merge::{self, PersonMergeId};
use crate::entity::possible_duplicate::DuplicateOutcome;
use crate::entity::post;
use crate::policy::MergePersons;
use crate::references::PersonReferences;
use crate::rules::{self, PersonRefusal};
use crate::subscribers;

/// What the survivor takes from the absorbed record. What is not taken stays the survivor's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MergeChoice {
    pub names: bool,
    pub document: bool,
}

/// Merges two records. The survivor takes over the rows of the other one, which stays as an alias
/// whose document finds the survivor.
pub async fn merge(
    app: &App,
    references: &PersonReferences,
    permit: MergePersons,
    choice: MergeChoice,
    note: &str,
) -> PersonResult<PersonMergeId> {
    let work = Work::begin(app, permit.by()).await?;
    let merge = merge_in(&work, references, &permit, choice, note).await?;
    work.commit().await?;
    Ok(merge)
}

/// [`merge`] inside a larger change.
pub(super) async fn merge_in(
    work: &Work<'_>,
    references: &PersonReferences,
    permit: &MergePersons,
    choice: MergeChoice,
    note: &str,
) -> PersonResult<PersonMergeId> {
    let (survivor_id, absorbed_id) = (*permit.survivor(), *permit.absorbed());
    let (tx, app) = (&work.tx, work.app);
    let (survivor, absorbed) = lock_both(tx, survivor_id, absorbed_id).await?;
    if survivor.merged_into.is_some() || absorbed.merged_into.is_some() {
        return refuse(PersonRefusal::MergedAlready);
    }
    let accounts = Accounts::of(tx, *permit.administers(), (&survivor, &absorbed)).await?;
    let mut against = Vec::new();
    for ask in references.0.iter().filter_map(|declaration| declaration.merge_objections) {
        against.extend(ask(tx, survivor_id, absorbed_id).await?);
    }
    if !against.is_empty() {
        return refuse(PersonRefusal::CannotMerge { because: against.join(" ") });
    }
    let merge = person_merge::ActiveModel {
        survivor_id: Set(survivor_id),
        absorbed_id: Set(absorbed_id),
        note: Set(note.trim().to_owned()),
        merged_at: Set(work.now),
        merged_by: Set(work.by.account),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    let mut journal = Journal { merge: merge.id, rows: Vec::new() };
    one_principal(tx, &mut journal, survivor_id, absorbed_id).await?;
    for reference in references.all() {
        follow_rule(tx, &mut journal, reference, survivor_id, absorbed_id).await?;
    }
    hand_over(tx, &mut journal, &survivor, &absorbed, choice).await?;
    journal.write(tx).await?;
    if choice.names {
        write_words(tx, survivor_id, &absorbed.search_name).await?;
    }
    settle_pair(tx, app, work.by, (survivor_id, absorbed_id), DuplicateOutcome::Merged).await?;
    accounts.settle(work, merge.id, [&survivor, &absorbed]).await?;
    settle_requests(work, absorbed_id).await?;
    subscribers::on_person_changed(tx, app, [survivor_id, absorbed_id]).await?;
    let detail = json!({ "absorbed": absorbed_id, "union": merge.id });
    work.record("people.merge", ("person", survivor_id.0), detail).await?;
    Ok(merge.id)
}

/// Locks both rows in the order of their ids, so that two merges of the same two records wait for
/// each other.
pub(super) async fn lock_both(
    tx: &DatabaseTransaction,
    one: PersonId,
    other: PersonId,
) -> Result<(person::Model, person::Model), AppError> {
    if one < other {
        let first = lock(tx, one).await?;
        Ok((first, lock(tx, other).await?))
    } else {
        let first = lock(tx, other).await?;
        Ok((lock(tx, one).await?, first))
    }
}

/// Keeps one principal post for each day: where both records have a post that was added as the
/// principal one of some day, the survivor's stays principal.
async fn one_principal(
    tx: &DatabaseTransaction,
    journal: &mut Journal,
    survivor: PersonId,
    absorbed: PersonId,
) -> Result<(), DbErr> {
    let principals = post::Entity::find()
        .filter(post::Column::PersonId.is_in([survivor, absorbed]))
        .filter(post::Column::IsPrincipal.eq(true))
        .all(tx)
        .await?;
    let span = |post: &post::Model| (post.starts_on, post.ends_on);
    let (stay, come): (Vec<_>, Vec<_>) =
        principals.iter().partition(|post| post.person_id == survivor);
    for post in come {
        if stay.iter().any(|other| rules::overlap(span(other), span(post))) {
            let (yes, no) = (json!(true), json!(false));
            journal.note(("post", post.id.0, "is_principal"), &yes, &no);
            set(tx, ("post", "is_principal"), &[post.id.0], &no).await?;
        }
    }
    Ok(())
}

/// Writes the columns of both persons: what the survivor takes, and what the absorbed record
/// becomes.
async fn hand_over(
    tx: &DatabaseTransaction,
    journal: &mut Journal,
    survivor: &person::Model,
    absorbed: &person::Model,
    choice: MergeChoice,
) -> Result<(), DbErr> {
    let mut changes: Vec<(PersonId, &str, Value, Value)> = Vec::new();
    if choice.names {
        let names = |one: &person::Model| {
            [
                ("first_name", json!(one.first_name)),
                ("second_name", json!(one.second_name)),
                ("first_surname", json!(one.first_surname)),
                ("second_surname", json!(one.second_surname)),
                ("search_name", json!(one.search_name)),
            ]
        };
        for ((column, old), (_, new)) in names(survivor).into_iter().zip(names(absorbed)) {
            changes.push((survivor.id, column, old, new));
        }
    }
    if choice.document {
        for id in [survivor.id, absorbed.id] {
            park_document(tx, id).await?;
        }
        let document = |one: &person::Model| {
            [
                ("document_type", json!(one.document_type)),
                ("document_number", json!(one.document_number)),
            ]
        };
        for ((column, ours), (_, theirs)) in document(survivor).into_iter().zip(document(absorbed))
        {
            changes.push((survivor.id, column, ours.clone(), theirs.clone()));
            changes.push((absorbed.id, column, theirs, ours));
        }
    }
    for (column, ours, theirs) in
        [("email", &survivor.email, &absorbed.email), ("phone", &survivor.phone, &absorbed.phone)]
    {
        if ours.is_none() && theirs.is_some() {
            changes.push((survivor.id, column, Value::Null, json!(theirs)));
        }
    }
    changes.push((absorbed.id, "merged_into", Value::Null, json!(survivor.id)));
    for (id, column, old, new) in changes.iter().filter(|change| change.2 != change.3) {
        journal.note(("person", id.0, column), old, new);
    }
    // The parked number is no longer the old one: it is written back even where both agree.
    for (id, column, _, new) in &changes {
        set(tx, ("person", column), &[id.0], new).await?;
    }
    Ok(())
}

/// Puts a number that no document has in the place of a person's, until it is written again in the
/// same transaction.
pub(super) async fn park_document(tx: &DatabaseTransaction, id: PersonId) -> Result<(), DbErr> {
    set(tx, ("person", "document_number"), &[id.0], &json!(format!("#{id}"))).await
}
