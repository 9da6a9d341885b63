//! Proof of the authorisation to process personal data (Ley 1581 de 2012).

use sea_orm::entity::prelude::*;

use platform::ids::id;
use platform::relations::relations;

use super::person::PersonId;

id! {
    /// The id of a row of `consent`.
    ConsentId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ConsentId,
    /// Personal: who authorised.
    pub person_id: PersonId,
    /// Version of the notice that was shown.
    pub version: String,
    /// Personal: when the person authorised.
    pub given_at: DateTimeUtc,
    /// How it was given: web, sheet, import.
    pub channel: String,
}

/// The channel of what came with a list: whoever sent it keeps the proof.
pub const BY_LIST: &str = "importación";

impl Model {
    /// Whether it came with a list, so that nobody has asked the person themselves.
    pub fn is_of_list(&self) -> bool {
        self.channel == BY_LIST
    }
}

relations! {
    Person: PersonId => super::person(Id),
}
