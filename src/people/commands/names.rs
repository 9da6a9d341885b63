//! The words by which a person is found, kept equal to the name.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, Set};

use crate::people::entity::person::PersonId;
use crate::people::entity::person_word;

/// Words of one statement, two values each: names are long or short.
const WORDS: usize = 5_000;

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
    add_words(tx, [(person, search_name)]).await
}

/// Writes the words of people who are new.
pub(super) async fn add_words<'a>(
    tx: &DatabaseTransaction,
    people: impl IntoIterator<Item = (PersonId, &'a str)>,
) -> Result<(), DbErr> {
    let rows = people.into_iter().flat_map(|(person, search_name)| {
        let words: BTreeSet<&str> =
            search_name.split(' ').filter(|word| !word.is_empty()).collect();
        words.into_iter().map(move |word| person_word::ActiveModel {
            word: Set(word.to_owned()),
            person_id: Set(person),
        })
    });
    let rows: Vec<_> = rows.collect();
    for some in rows.chunks(WORDS) {
        person_word::Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}
