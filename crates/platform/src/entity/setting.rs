//! Facts about this installation, one a row (the key `demo` holds the name of the demo seed that
//! was loaded).

use sea_orm::entity::prelude::*;

use crate::relations::relations;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub value: String,
}

relations! {}
