//! A certificate that its holder chose for a shared address.

use sea_orm::entity::prelude::*;

use super::wallet_share::ShareId;
use crate::entity::certificate::CertificateId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "wallet_share_certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub share_id: ShareId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub certificate_id: CertificateId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::wallet_share::Entity",
        from = "Column::ShareId",
        to = "super::wallet_share::Column::Id"
    )]
    Share,
    #[sea_orm(
        belongs_to = "crate::entity::certificate::Entity",
        from = "Column::CertificateId",
        to = "crate::entity::certificate::Column::Id"
    )]
    Certificate,
}

impl Related<crate::entity::certificate::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Certificate.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
