//! A claim of certificates without an account. A worker answers it after some seconds and deletes it:
//! history names the person who was found, and nothing is kept of a claim that found nobody.

use sea_orm::entity::prelude::*;

use people_model::entity::person::DocumentType;
use platform::ids::id;
use platform::relations::relations;

id! {
    /// The id of a row of `wallet_claim`.
    ClaimId
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wallet_claim")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ClaimId,
    /// Personal: identity document.
    pub document_type: DocumentType,
    /// The normalised number.
    /// Personal: identity document.
    pub document_number: String,
    /// Lower case, as it was typed.
    /// Personal: contact.
    pub email: String,
    pub asked_at: DateTimeUtc,
    /// The request's number, for history.
    pub request_id: Option<String>,
}

relations! {}
