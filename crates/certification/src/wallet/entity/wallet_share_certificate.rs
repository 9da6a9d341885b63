//! A certificate that its holder chose for a shared address.

use sea_orm::entity::prelude::*;

use super::wallet_share::ShareId;
use crate::entity::certificate::CertificateId;
use platform::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wallet_share_certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub share_id: ShareId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: CertificateId,
}

relations! {
    Certificate: CertificateId => crate::entity::certificate(Id),
    ;
    Share: ShareId => super::wallet_share(Id),
}
