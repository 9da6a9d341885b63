//! The signed credential of a certificate, frozen, and its place in a list of what was revoked.

use sea_orm::entity::prelude::*;

use super::issuer_key::IssuerKeyId;
use crate::entity::certificate::CertificateId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_credential")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: CertificateId,
    pub key_id: IssuerKeyId,
    /// The number of the list that tells whether it was revoked, from 1.
    pub list_number: i32,
    /// Its bit in the list, taken at random.
    pub list_index: i32,
    /// Personal: name; mail as a salted digest.
    pub jwt: String,
    /// Signed in the transaction of the issue, so that every copy of the document carries it; what
    /// was signed later is beside the document, whose bytes do not change.
    pub is_enclosed: bool,
    pub signed_at: DateTimeUtc,
}

relations! {
    Certificate: CertificateId => crate::entity::certificate(Id),
}
