//! A person's name as it is kept, its correction, and the words by which the person is found.

use std::collections::BTreeSet;

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, Set,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use platform::app::App;
use platform::errors::{Failure, refuse};
use platform::search::fold;
use rosters::names::{cased, cased_after};
use sign_in_model::entity::account;
use sign_in_model::work::Work;

use super::tell::tell_people;
use super::{PersonResult, lock_present};
use crate::entity::person::PersonId;
use crate::entity::person_request::RequestKind;
use crate::entity::person_word;
use crate::letters::RecordCorrected;
use crate::policy::CorrectName;
use crate::rules::{self, NameParts, PersonRefusal};

/// A name as typed; [`NewName::normal`] gives the form it is kept in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewName {
    pub first_name: String,
    pub second_name: Option<String>,
    pub first_surname: String,
    pub second_surname: Option<String>,
}

impl NewName {
    /// A part all in capitals or all in small letters is written as names are.
    ///
    /// # Errors
    /// The first part that cannot be kept.
    pub fn normal(self) -> Result<Self, PersonRefusal> {
        let name = |text: String, field: &'static str| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !rules::is_name(&text) {
                return Err(PersonRefusal::NameUnreadable { field });
            }
            let has = |is: fn(char) -> bool| text.chars().any(is);
            Ok(match has(char::is_uppercase) && has(char::is_lowercase) {
                // «McDonald» and «van der Berg» are as their owner writes them.
                true => text,
                false if field == "primer_nombre" => cased(&text),
                false => cased_after(&text),
            })
        };
        let optional = |text: Option<String>, field| {
            text.filter(|text| !text.trim().is_empty()).map(|text| name(text, field)).transpose()
        };
        Ok(Self {
            first_name: name(self.first_name, "primer_nombre")?,
            second_name: optional(self.second_name, "segundo_nombre")?,
            first_surname: name(self.first_surname, "primer_apellido")?,
            second_surname: optional(self.second_surname, "segundo_apellido")?,
        })
    }

    fn parts(&self) -> NameParts<'_> {
        NameParts {
            first_name: &self.first_name,
            second_name: self.second_name.as_deref(),
            first_surname: &self.first_surname,
            second_surname: self.second_surname.as_deref(),
        }
    }
}

/// Corrects how a person's name is written. Certificates keep the name they were issued with, until
/// somebody decides otherwise; the account's name follows.
///
/// # Errors
/// A part that cannot be kept, or the name that is there already.
pub async fn correct_name(app: &App, permit: CorrectName, new: NewName) -> PersonResult<()> {
    let work = Work::begin(app, permit.by()).await?;
    correct_name_in(&work, *permit.person(), new).await?;
    Ok(work.commit().await?)
}

/// [`correct_name`] inside a larger change, under its permit. Every address of the person is told.
pub(super) async fn correct_name_in(
    work: &Work<'_>,
    person: PersonId,
    new: NewName,
) -> PersonResult<()> {
    let new = new.normal().map_err(Failure::Refused)?;
    let person = lock_present(&work.tx, person).await?;
    let was = NameParts::of(&person);
    if was == new.parts() {
        return refuse(PersonRefusal::SameName);
    }
    // Which parts, never what they said: history is read by more people than the person's page.
    let parts = [
        ("first_name", was.first_name != new.first_name),
        ("second_name", was.second_name != new.second_name.as_deref()),
        ("first_surname", was.first_surname != new.first_surname),
        ("second_surname", was.second_surname != new.second_surname.as_deref()),
    ];
    let changed: Vec<_> = parts.iter().filter(|(_, is)| *is).map(|(part, _)| *part).collect();
    let (id, full) = (person.id, new.parts().full());
    let (search_name, name_key) = (fold(&full), rules::name_key(new.parts()));
    let letter = RecordCorrected { what: RequestKind::Name.label() };
    tell_people((&work.tx, work.app), "corrected", &[&person], &letter).await?;
    let mut row = person.into_active_model();
    row.first_name = Set(new.first_name);
    row.second_name = Set(new.second_name);
    row.first_surname = Set(new.first_surname);
    row.second_surname = Set(new.second_surname);
    row.search_name = Set(search_name.clone());
    row.name_key = Set(name_key);
    row.update(&work.tx).await?;
    write_words(&work.tx, id, &search_name).await?;
    account::Entity::update_many()
        .col_expr(account::Column::DisplayName, Expr::value(full))
        .filter(account::Column::PersonId.eq(id))
        .exec(&work.tx)
        .await?;
    work.record("people.correct_name", ("person", id.0), json!({ "parts": changed })).await?;
    Ok(())
}

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
