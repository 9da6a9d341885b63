//! The rendered document, kept so that the same bytes are served for ever.

use sea_orm::entity::prelude::*;

use super::certificate::CertificateId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: CertificateId,
    /// Personal: name, identity document.
    pub pdf: Vec<u8>,
    /// The SHA-256 of `pdf`, hexadecimal.
    pub sha256: String,
    pub rendered_at: DateTimeUtc,
    /// The name of the service that signed it, as the settings give it; empty where no service signs.
    pub signing_provider: Option<String>,
    /// The SHA-256 of the first bytes of `pdf`, which are the document as it was rendered; hexadecimal.
    pub rendered_sha256: Option<String>,
    pub rendered_length: Option<i64>,
}

relations! {
    Certificate: CertificateId => super::certificate(Id),
}
