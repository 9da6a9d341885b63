//! Records which sessions' lists each telephone was given.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;

use crate::entity::attendance_mark::DeviceId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "field_handout")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: DeviceId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub session_id: SessionId,
    pub at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(
        belongs_to = "super::field_device::Entity",
        from = "Column::DeviceId",
        to = "super::field_device::Column::Id"
    )]
    Device,
}

impl Related<super::field_device::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Device.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
