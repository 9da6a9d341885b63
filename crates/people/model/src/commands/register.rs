//! New people: one record for each document.

use std::collections::HashMap;

use sea_orm::{DatabaseTransaction, EntityTrait, Set, SqlErr};

use history_model::commands::record_all;
use platform::search::fold;
use sign_in_model::prelude::*;

use super::contacts::NewContacts;
use super::names::{self, NewName};
use super::vouch::vouch;
use super::{PersonResult, duplicates, event};
use crate::bringing::Bringer;
use crate::entity::person::{self, DocumentType, PersonId};
use crate::queries::{Document, holders};
use crate::rules::{self, NameParts, PersonRefusal};

/// A person as typed; [`register`] normalises.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub document_type: DocumentType,
    pub document_number: String,
    pub first_name: String,
    pub second_name: Option<String>,
    pub first_surname: String,
    pub second_surname: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

impl NewPerson {
    fn document(&self) -> Document {
        (self.document_type, self.document_number.clone())
    }

    pub fn name(&self) -> NameParts<'_> {
        NameParts {
            first_name: &self.first_name,
            second_name: self.second_name.as_deref(),
            first_surname: &self.first_surname,
            second_surname: self.second_surname.as_deref(),
        }
    }

    /// The same person with everything in the form it is kept in.
    ///
    /// # Errors
    /// The first part that cannot be kept.
    pub fn normal(self) -> Result<Self, PersonRefusal> {
        let NewContacts { email, phone } =
            NewContacts { email: self.email, phone: self.phone }.normal()?;
        let document_number = rules::normal_document(self.document_type, &self.document_number)?;
        let name = NewName {
            first_name: self.first_name,
            second_name: self.second_name,
            first_surname: self.first_surname,
            second_surname: self.second_surname,
        };
        let name = name.normal()?;
        Ok(Self {
            document_number,
            document_type: self.document_type,
            first_name: name.first_name,
            second_name: name.second_name,
            first_surname: name.first_surname,
            second_surname: name.second_surname,
            email,
            phone,
        })
    }
}

/// The record of a person that [`register_many`] returns.
#[derive(Clone, Debug)]
pub struct RegisteredPerson {
    pub person: person::Model,
    /// `true` when no record had the document before.
    pub is_new: bool,
}

/// The person of a document whom the institution brings: a new row, or the known one when the name
/// agrees, with its contacts as [`vouch`] takes them. Another name is refused (R27) and the caller,
/// after undoing its transaction, leaves the trace with [`note_review`](super::note_review).
pub async fn register(
    tx: &DatabaseTransaction,
    app: &App,
    bringer: &Bringer<'_>,
    new: NewPerson,
) -> PersonResult<PersonId> {
    let mut done = register_many(tx, app, bringer, vec![new]).await?;
    match done.pop() {
        Some(Ok(registered)) => Ok(registered.person.id),
        Some(Err(refusal)) => Err(Failure::Refused(refusal)),
        None => Err(Failure::Broken(AppError::Internal("nobody was registered".to_owned()))),
    }
}

/// A person whom nobody knows, as they say themselves.
///
/// # Errors
/// What was typed cannot be kept, or the document is known by now.
pub async fn register_oneself(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    new: NewPerson,
) -> PersonResult<PersonId> {
    let new = new.normal().map_err(Failure::Refused)?;
    let written = write(tx, app, by, [&new].into_iter(), true).await?;
    match written.into_values().next() {
        Some(person) => Ok(person.id),
        None => Err(Failure::Broken(same_time())),
    }
}

/// [`register`] for many people, each with a document of their own, with as many statements as for
/// one. Returns each person's record, or why there is none, in the order given. The caller bounds
/// how many, and undoes its transaction if it minds a refusal: the others are registered.
pub async fn register_many(
    tx: &DatabaseTransaction,
    app: &App,
    bringer: &Bringer<'_>,
    new: Vec<NewPerson>,
) -> Result<Vec<Result<RegisteredPerson, PersonRefusal>>, AppError> {
    let new: Vec<_> = new.into_iter().map(NewPerson::normal).collect();
    let wanted = new.iter().flatten().map(|one| (one.document_type, one.document_number.as_str()));
    let known = holders(tx, wanted).await?;
    let unknown = new.iter().flatten().filter(|one| !known.contains_key(&one.document()));
    let mut written = write(tx, app, bringer.by, unknown, false).await?;
    let mut done = Vec::with_capacity(new.len());
    for new in new {
        done.push(match new {
            Err(refusal) => Err(refusal),
            Ok(new) => match known.get(&new.document()) {
                Some(holder) if holder.agrees(new.name()) => {
                    let person = vouch(tx, app, bringer, holder.person().clone(), &new).await?;
                    Ok(RegisteredPerson { person, is_new: false })
                }
                Some(holder) => {
                    Err(PersonRefusal::DocumentOfAnother { person: holder.person().id })
                }
                None => {
                    let person = written.remove(&new.document()).ok_or_else(same_time)?;
                    Ok(RegisteredPerson { person, is_new: true })
                }
            },
        });
    }
    Ok(done)
}

/// Writes people whom nobody knew, with the words by which they are found.
async fn write(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    unknown: impl Iterator<Item = &NewPerson>,
    is_self_declared: bool,
) -> Result<HashMap<Document, person::Model>, AppError> {
    let rows = unknown.map(|new| person::ActiveModel {
        document_type: Set(new.document_type),
        document_number: Set(new.document_number.clone()),
        first_name: Set(new.first_name.clone()),
        second_name: Set(new.second_name.clone()),
        first_surname: Set(new.first_surname.clone()),
        second_surname: Set(new.second_surname.clone()),
        search_name: Set(fold(&new.name().full())),
        name_key: Set(rules::name_key(new.name())),
        email: Set(new.email.clone()),
        phone: Set(new.phone.clone()),
        created_at: Set(app.clock.now()),
        is_self_declared: Set(is_self_declared),
        ..Default::default()
    });
    let people = match person::Entity::insert_many(rows).exec_with_returning(tx).await {
        Ok(people) => people,
        // Two requests with one document at once: the constraint has the last word, and who
        // lost tries again and finds the person.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(same_time());
        }
        Err(error) => return Err(error.into()),
    };
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    names::add_words(tx, people.iter().map(|one| (one.id, one.search_name.as_str()))).await?;
    duplicates::notice_contacts(tx, app, &people).await?;
    let told = |person: &person::Model| {
        event(app, by, "people.register", ("person", person.id.0), json!({}))
    };
    record_all(tx, people.iter().map(told)).await?;
    let document = |person: &person::Model| (person.document_type, person.document_number.clone());
    Ok(people.into_iter().map(|person| (document(&person), person)).collect())
}

fn same_time() -> AppError {
    AppError::Refused(
        "Otra solicitud con el mismo documento llegó al mismo tiempo. Intente de nuevo.".to_owned(),
    )
}
