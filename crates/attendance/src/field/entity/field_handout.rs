//! Records which sessions' lists each telephone was given.

use sea_orm::entity::prelude::*;

use cohorts_model::entity::session::SessionId;
use platform::relations::relations;

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

relations! {
    Device: DeviceId => super::field_device(Id),
}
