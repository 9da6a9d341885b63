//! A change of a record that is not one unit's alone: asked with a reason, decided by somebody else with
//! another (R80).

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect, Set,
};
use serde::{Deserialize, Serialize};

use platform::errors::refuse;
use sign_in_model::prelude::*;
use sign_in_model::work::Work;

use super::contacts::{NewContacts, correct_contacts};
use super::documents::change_document_in;
use super::merge::{MergeChoice, merge_in};
use super::names::{NewName, correct_name_in};
use super::tell::tell_people;
use super::{PersonResult, event, lock};
use crate::bringing::Bringer;
use crate::contacts::BroughtContacts;
use crate::entity::person::{self, DocumentType, PersonId};
use crate::entity::person_request::{self, PersonRequestId, RequestKind};
use crate::letters::RecordChangeAsked;
use crate::policy::{AskChange, DecideRequest};
use crate::references::PersonReferences;
use crate::rules::{self, PersonRefusal};

/// Why contacts are asked for that came with a list, a form or a nomination.
const BROUGHT: &str = "Llegó con una lista, un formulario o una postulación de quien no responde sola por este registro.";

/// Why a request about a record ended that became part of another one.
const MERGED: &str = "El registro se unió a otro.";

/// What is asked for a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordChange {
    /// The other record becomes part of the person's, which takes these of it.
    Merge {
        absorbed: i64,
        names: bool,
        document: bool,
    },
    Name(NewName),
    /// The code of the type, and the number.
    Document(String, String),
    Contacts(NewContacts),
}

impl RecordChange {
    /// Reads what a request keeps.
    ///
    /// # Errors
    /// `Internal` when it was not written by [`ask`].
    pub fn read(request: &person_request::Model) -> Result<Self, AppError> {
        serde_json::from_str(&request.change)
            .map_err(|error| AppError::Internal(format!("a request without its change: {error}")))
    }

    fn kind(&self) -> RequestKind {
        match self {
            Self::Merge { .. } => RequestKind::Merge,
            Self::Name(_) => RequestKind::Name,
            Self::Document(..) => RequestKind::Document,
            Self::Contacts(_) => RequestKind::Contacts,
        }
    }

    /// The same in the form that it would be kept in.
    fn normal(self) -> Result<Self, PersonRefusal> {
        Ok(match self {
            Self::Name(name) => Self::Name(name.normal()?),
            Self::Document(code, number) => {
                let malformed = PersonRefusal::DocumentMalformed { expected: "" };
                let kind = DocumentType::from_code(&code).ok_or(malformed)?;
                Self::Document(code, rules::normal_document(kind, &number)?)
            }
            Self::Contacts(contacts) => Self::Contacts(contacts.normal()?),
            merge @ Self::Merge { .. } => merge,
        })
    }
}

/// Asks for a change of the permit's record. The person is told, at every address.
///
/// # Errors
/// Refused when the change could not be kept, or when one of its kind waits for the record.
pub async fn ask(
    app: &App,
    permit: AskChange,
    change: RecordChange,
    reason: &str,
) -> PersonResult<PersonRequestId> {
    let change = change.normal().map_err(Failure::Refused)?;
    let work = Work::begin(app, permit.by()).await?;
    let mut records = Vec::new();
    for id in permit.persons() {
        records.push(lock(&work.tx, *id).await?);
    }
    let request =
        note(&work.tx, app, permit.by(), &records, (change, permit.units(), reason)).await?;
    work.commit().await?;
    Ok(request)
}

/// Asks for contacts that somebody brought of a record that they do not answer for. One waits for each
/// record: what others bring meanwhile is said in the list that they brought.
pub(super) async fn ask_contacts(
    tx: &DatabaseTransaction,
    app: &App,
    bringer: &Bringer<'_>,
    known: &person::Model,
    taken: BroughtContacts,
) -> Result<(), AppError> {
    if bringer.by.account.is_none() {
        return Ok(());
    }
    let known = lock(tx, known.id).await?;
    let contacts = NewContacts {
        email: taken.email.or(known.email.clone()),
        phone: taken.phone.or(known.phone.clone()),
    };
    let change = RecordChange::Contacts(contacts);
    match note(tx, app, bringer.by, &[known], (change, &bringer.units, BROUGHT)).await {
        Ok(_) | Err(Failure::Refused(_)) => Ok(()),
        Err(Failure::Broken(broken)) => Err(broken),
    }
}

/// Writes down what is asked of these locked records, and tells every address of theirs.
async fn note(
    tx: &DatabaseTransaction,
    app: &App,
    by: &Author,
    records: &[person::Model],
    (change, units, reason): (RecordChange, &str, &str),
) -> PersonResult<PersonRequestId> {
    let ids: Vec<PersonId> = records.iter().map(|record| record.id).collect();
    let (Some(person), Some(account)) = (ids.first(), by.account) else {
        return Err(AppError::NotFound.into());
    };
    // The record is locked: nobody asks the same at once.
    let waiting = person_request::Entity::find()
        .filter(person_request::Column::PersonId.eq(*person))
        .filter(person_request::Column::Kind.eq(change.kind()))
        .filter(person_request::Column::DecidedAt.is_null())
        .count(tx)
        .await?;
    if waiting > 0 {
        return refuse(PersonRefusal::RequestWaits);
    }
    let text =
        serde_json::to_string(&change).map_err(|error| AppError::Internal(error.to_string()))?;
    let row = person_request::ActiveModel {
        kind: Set(change.kind()),
        person_id: Set(*person),
        other_id: Set(ids.get(1).copied()),
        change: Set(text),
        reason: Set(reason.trim().to_owned()),
        units: Set(units.to_owned()),
        asked_at: Set(app.clock.now()),
        asked_by: Set(account),
        ..Default::default()
    };
    let request = row.insert(tx).await?.id;
    let letter = RecordChangeAsked { what: change.kind().label() };
    tell_people((tx, app), "change_asked", &records.iter().collect::<Vec<_>>(), &letter).await?;
    let detail = json!({ "request": request, "kind": change.kind() });
    history_model::commands::record(
        tx,
        event(app, by, "people.ask_change", ("person", person.0), detail),
    )
    .await?;
    Ok(request)
}

/// Ends what waits for a record that became part of another one: nobody could decide it any more.
pub(super) async fn settle_requests(work: &Work<'_>, absorbed: PersonId) -> Result<(), AppError> {
    let about = Condition::any()
        .add(person_request::Column::PersonId.eq(absorbed))
        .add(person_request::Column::OtherId.eq(absorbed));
    let ended = person_request::ActiveModel {
        decided_at: Set(Some(work.now)),
        decided_by: Set(work.by.account),
        is_granted: Set(Some(false)),
        decision: Set(Some(MERGED.to_owned())),
        ..Default::default()
    };
    person_request::Entity::update_many()
        .set(ended)
        .filter(person_request::Column::DecidedAt.is_null())
        .filter(about)
        .exec(&work.tx)
        .await?;
    Ok(())
}

/// Decides a request; a granted one is done with it, all or nothing. Returns the record whose contacts
/// changed, if they did: the caller invites whoever has no account.
///
/// # Errors
/// Refused when it was decided already, or when the change is not possible by now.
pub async fn decide(
    work: &Work<'_>,
    references: &PersonReferences,
    permit: DecideRequest,
    is_granted: bool,
    decision: &str,
) -> PersonResult<Option<person::Model>> {
    let request = person_request::Entity::find_by_id(*permit.request())
        .lock_exclusive()
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    if request.decided_at.is_some() {
        return refuse(PersonRefusal::RequestDecided);
    }
    let person = request.person_id;
    let mut readdressed = None;
    if is_granted {
        match RecordChange::read(&request)? {
            RecordChange::Merge { absorbed, names, document } => {
                let permit = permit.merge(person, PersonId(absorbed));
                let choice = MergeChoice { names, document };
                merge_in(work, references, &permit, choice, &request.reason).await?;
            }
            RecordChange::Name(name) => correct_name_in(work, person, name).await?,
            RecordChange::Document(code, number) => {
                let kind = DocumentType::from_code(&code).ok_or(AppError::NotFound)?;
                change_document_in(work, person, kind, number).await?;
            }
            RecordChange::Contacts(new) => {
                let permit = permit.contacts(person);
                readdressed = Some(correct_contacts(work, permit, new, &request.reason).await?);
            }
        }
    }
    let detail = json!({ "request": request.id, "kind": request.kind, "granted": is_granted });
    let mut row = request.into_active_model();
    row.decided_at = Set(Some(work.now));
    row.decided_by = Set(work.by.account);
    row.is_granted = Set(Some(is_granted));
    row.decision = Set(Some(decision.trim().to_owned()));
    row.update(&work.tx).await?;
    work.record("people.decide_change", ("person", person.0), detail).await?;
    Ok(readdressed)
}
