//! The words by which a person is found, kept equal to the name.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set};

use crate::people::entity::person::PersonId;
use crate::people::entity::person_word;

/// Writes the words of a folded name in the place of those that were there.
pub(super) async fn write_words(
    tx: &DatabaseTransaction,
    person: PersonId,
    search_name: &str,
) -> Result<(), DbErr> {
    person_word::Entity::delete_many()
        .filter(person_word::Column::PersonId.eq(person))
        .exec(tx)
        .await?;
    add_words(tx, person, search_name).await
}

/// Writes the words of somebody new.
pub(super) async fn add_words(
    tx: &DatabaseTransaction,
    person: PersonId,
    search_name: &str,
) -> Result<(), DbErr> {
    let words: BTreeSet<&str> = search_name.split(' ').filter(|word| !word.is_empty()).collect();
    let rows = words.into_iter().map(|word| person_word::ActiveModel {
        word: Set(word.to_owned()),
        person_id: Set(person),
    });
    person_word::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
