//! Changes to persons, their posts and their authorisations. Each runs inside the transaction
//! of the verb that needs it (registering, adding somebody to a cohort, importing).

mod documents;
mod duplicates;
mod merge;
mod names;
mod posts;

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, Set,
    SqlErr,
};
use serde_json::json;

use super::entity::person::{self, DocumentType, PersonId};
use super::entity::{consent, document_review};
use super::policy::SettleReview;
use super::queries;
use super::rules::{self, NameParts, PersonRefusal};
use crate::history::commands::{Event, record};
use crate::platform::app::App;
use crate::platform::errors::{AppError, Failure};
use crate::platform::mail::is_mail;
use crate::platform::search::fold;
use crate::sign_in::actor::By;

pub use documents::change_document;
pub use duplicates::keep_apart;
pub use merge::{Taken, merge, undo_merge};
pub use posts::{
    NewPost, PostChange, add_post, ask_again, attest, choose_principal, confirm_post, correct_post,
    end_post, hold_post, open_post,
};

type Done<T> = Result<T, Failure<PersonRefusal>>;

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
        let name = |text: String, field: &'static str| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if rules::is_name(&text) {
                Ok(text)
            } else {
                Err(PersonRefusal::NameUnreadable { field })
            }
        };
        let optional = |text: Option<String>, field| {
            text.filter(|text| !text.trim().is_empty()).map(|text| name(text, field)).transpose()
        };
        let email =
            self.email.map(|mail| mail.trim().to_lowercase()).filter(|mail| !mail.is_empty());
        if email.as_deref().is_some_and(|mail| !is_mail(mail)) {
            return Err(PersonRefusal::MailMalformed);
        }
        let phone = self.phone.filter(|phone| !phone.trim().is_empty());
        Ok(Self {
            document_number: rules::normal_document(self.document_type, &self.document_number)?,
            document_type: self.document_type,
            first_name: name(self.first_name, "primer_nombre")?,
            second_name: optional(self.second_name, "segundo_nombre")?,
            first_surname: name(self.first_surname, "primer_apellido")?,
            second_surname: optional(self.second_surname, "segundo_apellido")?,
            email,
            phone: phone.as_deref().map(rules::normal_phone).transpose()?,
        })
    }
}

/// The person of a document: a new row, or the known one when the name agrees. Nothing of a
/// known person is overwritten; another name is refused (R27) and the caller, after undoing
/// its transaction, leaves the trace with [`note_review`].
pub async fn register(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    new: NewPerson,
) -> Done<PersonId> {
    let new = new.normal().map_err(Failure::Refused)?;
    let known = queries::holder(tx, new.document_type, &new.document_number).await?;
    if let Some((holder, survivor)) = known {
        // A record that another one took in keeps the name it came with.
        let names = [&holder, survivor.as_ref().unwrap_or(&holder)];
        let person = names[1].id;
        return if names.iter().any(|known| rules::same_name(NameParts::of(known), new.name())) {
            Ok(person)
        } else {
            Err(Failure::Refused(PersonRefusal::DocumentOfAnother { person }))
        };
    }
    let search_name = fold(&new.name().full());
    let name_key = rules::name_key(new.name());
    let inserted = person::ActiveModel {
        document_type: Set(new.document_type),
        document_number: Set(new.document_number),
        first_name: Set(new.first_name),
        second_name: Set(new.second_name),
        first_surname: Set(new.first_surname),
        second_surname: Set(new.second_surname),
        search_name: Set(search_name),
        name_key: Set(name_key),
        email: Set(new.email),
        phone: Set(new.phone),
        created_at: Set(app.clock.now()),
        ..Default::default()
    }
    .insert(tx)
    .await;
    let person = match inserted {
        Ok(person) => person,
        // Two requests with one document at once: the constraint has the last word, and who
        // lost tries again and finds the person.
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(Failure::Broken(AppError::Refused(
                "Otra solicitud con el mismo documento llegó al mismo tiempo. Intente de nuevo."
                    .to_owned(),
            )));
        }
        Err(error) => return Err(error.into()),
    };
    names::add_words(tx, person.id, &person.search_name).await?;
    duplicates::notice_contacts(tx, app, &person).await?;
    remember(tx, app, by, "people.register", "person", person.id.0, json!({})).await?;
    Ok(person.id)
}

/// Notes that a document came with another name, so that a coordinator looks. The other name is
/// not kept: whoever typed it may simply have mistaken a digit.
pub async fn note_review(app: &App, by: &By, person: PersonId) -> Result<(), AppError> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    document_review::ActiveModel {
        person_id: Set(person),
        noted_at: Set(now),
        ..Default::default()
    }
    .insert(&tx)
    .await?;
    remember(&tx, app, by, "people.review", "person", person.0, json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// Settles what was noted about a person's document, with what was found out. The note is kept
/// beside the review and not in history: it is free text about a person.
pub async fn settle_review(app: &App, permit: SettleReview, note: &str) -> Done<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let person = lock(&tx, *permit.person()).await?.id;
    let settled = document_review::Entity::update_many()
        .set(document_review::ActiveModel {
            settled_at: Set(Some(now)),
            settled_by: Set(permit.by().account),
            note: Set(Some(note.trim().to_owned())),
            ..Default::default()
        })
        .filter(document_review::Column::PersonId.eq(person))
        .filter(document_review::Column::SettledAt.is_null())
        .exec(&tx)
        .await?
        .rows_affected;
    if settled == 0 {
        return Err(Failure::Refused(PersonRefusal::NothingToReview));
    }
    let detail = json!({ "reviews": settled });
    remember(&tx, app, permit.by(), "people.settle_review", "person", person.0, detail).await?;
    tx.commit().await?;
    Ok(())
}

/// Keeps the proof that a person authorised the processing of their data (R71).
pub async fn record_consent(
    tx: &DatabaseTransaction,
    app: &App,
    person: PersonId,
    version: &str,
    channel: &str,
) -> Result<(), AppError> {
    consent::ActiveModel {
        person_id: Set(person),
        version: Set(version.to_owned()),
        given_at: Set(app.clock.now()),
        channel: Set(channel.to_owned()),
        ..Default::default()
    }
    .insert(tx)
    .await?;
    Ok(())
}

/// Two posts added at once look at each other's rows in turn.
async fn lock(tx: &DatabaseTransaction, person: PersonId) -> Result<person::Model, AppError> {
    person::Entity::find_by_id(person).lock_exclusive().one(tx).await?.ok_or(AppError::NotFound)
}

async fn remember(
    tx: &DatabaseTransaction,
    app: &App,
    by: &By,
    action: &'static str,
    subject_kind: &'static str,
    subject_id: i64,
    detail: serde_json::Value,
) -> Result<(), sea_orm::DbErr> {
    let event = Event {
        at: app.clock.now(),
        actor: by.account.map(|account| account.0),
        request: by.request.as_deref(),
        action,
        subject_kind,
        subject_id,
        cohort_id: None,
        detail,
    };
    record(tx, event).await
}
