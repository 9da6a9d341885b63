//! A person's document changes (TI to CC, PPT to CC) and the old one still finds them (R28).

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set, SqlErr};
use serde_json::json;

use platform::app::App;
use platform::errors::{Failure, refuse};
use sign_in_model::work::Work;

use super::tell::tell_people;
use super::{PersonResult, lock_present};
use crate::entity::person::{DocumentType, PersonId};
use crate::entity::person_document;
use crate::entity::person_request::RequestKind;
use crate::letters::RecordCorrected;
use crate::policy::ChangeDocument;
use crate::queries::by_document;
use crate::rules::{self, PersonRefusal};

/// Gives a person another document. Certificates keep the one they were issued with.
pub async fn change_document(
    app: &App,
    permit: ChangeDocument,
    kind: DocumentType,
    typed: &str,
) -> PersonResult<()> {
    let number = rules::normal_document(kind, typed).map_err(Failure::Refused)?;
    let work = Work::begin(app, permit.by()).await?;
    change_document_in(&work, *permit.person(), kind, number).await?;
    Ok(work.commit().await?)
}

/// [`change_document`] inside a larger change, under its permit; the number is in the form it is kept in.
/// Every address of the person is told.
pub(super) async fn change_document_in(
    work: &Work<'_>,
    person: PersonId,
    kind: DocumentType,
    number: String,
) -> PersonResult<()> {
    let person = lock_present(&work.tx, person).await?;
    if (person.document_type, &person.document_number) == (kind, &number) {
        return refuse(PersonRefusal::SameDocument);
    }
    // Their own earlier document may come back; another person's may not.
    if by_document(&work.tx, kind, &number).await?.is_some_and(|known| known.id != person.id) {
        return refuse(PersonRefusal::DocumentTaken);
    }
    let old = person_document::ActiveModel {
        person_id: Set(person.id),
        document_type: Set(person.document_type),
        document_number: Set(person.document_number.clone()),
        replaced_at: Set(work.now),
        replaced_by: Set(work.by.account),
        ..Default::default()
    };
    let known = OnConflict::columns([
        person_document::Column::DocumentType,
        person_document::Column::DocumentNumber,
    ]);
    person_document::Entity::insert(old)
        .on_conflict(known.to_owned().do_nothing().to_owned())
        .exec_without_returning(&work.tx)
        .await?;
    let letter = RecordCorrected { what: RequestKind::Document.label() };
    tell_people((&work.tx, work.app), "corrected", &[&person], &letter).await?;
    let from = person.document_type.code();
    let id = person.id;
    let mut row = person.into_active_model();
    row.document_type = Set(kind);
    row.document_number = Set(number);
    if let Err(error) = row.update(&work.tx).await {
        return Err(match error.sql_err() {
            // Registered by somebody else since we looked.
            Some(SqlErr::UniqueConstraintViolation(_)) => {
                Failure::Refused(PersonRefusal::DocumentTaken)
            }
            _ => error.into(),
        });
    }
    let detail = json!({ "from": from, "to": kind.code() });
    work.record("people.change_document", ("person", id.0), detail).await?;
    Ok(())
}
