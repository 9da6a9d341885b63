//! What was found to differ from a certificate, and what was decided.

use sea_orm::entity::prelude::*;

use platform::ids::{id, stored};
use platform::relations::relations;
use sign_in_model::entity::account::AccountId;

use crate::entity::certificate::CertificateId;

id! {
    /// The id of a row of `certificate_review`.
    ReviewId
}

/// What became of the review.
#[stored]
pub enum State {
    Open,
    /// The certificate stays as it is.
    Kept,
    /// Another one stands in its place.
    Replaced,
    Revoked,
    /// What had changed came back before anybody decided.
    Settled,
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_review")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: ReviewId,
    pub certificate_id: CertificateId,
    pub state: State,
    /// JSON object as text: what was true when it was last looked at (`facts::Facts`).
    /// Personal: name, identity document, outcome.
    pub facts: String,
    /// SHA-256 of `facts`, hexadecimal.
    pub facts_digest: String,
    pub opened_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
    /// Personal: who decided; nobody when it settled by itself.
    pub decided_by: Option<AccountId>,
    /// Personal: possibly.
    pub reason: Option<String>,
}

relations! {
    Certificate: CertificateId => crate::entity::certificate(Id),
}
