//! What a coordination asks to be done with a record that other units have a part in (R80). Somebody of
//! those units, or the administration, decides.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use super::person::PersonId;

id! {
    /// The id of a row of `person_request`.
    PersonRequestId
}

/// What is asked.
#[stored]
#[words("people.request_")]
pub enum RequestKind {
    Merge,
    Name,
    Document,
    Contacts,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person_request")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: PersonRequestId,
    pub kind: RequestKind,
    /// Personal: whose record would change, and stay when two become one.
    pub person_id: PersonId,
    /// Personal: the record that would become part of it.
    pub other_id: Option<PersonId>,
    /// Personal: the change as `commands::RecordChange` writes it; a name, a document or contacts.
    pub change: String,
    /// Personal: why, in free text.
    pub reason: String,
    /// The units of who asked, with commas: somebody of another one decides.
    pub units: String,
    pub asked_at: DateTimeUtc,
    /// Personal: who asked.
    pub asked_by: AccountId,
    /// `None` while it waits.
    pub decided_at: Option<DateTimeUtc>,
    /// Personal: who decided.
    pub decided_by: Option<AccountId>,
    pub is_granted: Option<bool>,
    /// Personal: why it was decided so, in free text.
    pub decision: Option<String>,
}

relations! {
    Person: PersonId => super::person(Id),
    AskedBy: AskedBy => sign_in_model::entity::account(Id),
}

impl Model {
    /// The records that it is about.
    pub fn persons(&self) -> impl Iterator<Item = PersonId> {
        [Some(self.person_id), self.other_id].into_iter().flatten()
    }
}
