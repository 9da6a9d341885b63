//! Which persons only said themselves who they are. Those of before were mostly brought by the
//! institution, and nobody can tell the others any more: they stay believed.

use sea_orm_migration::schema::boolean;

use crate::support::{Step, add_column, drop_column};

const TABLE: &str = "person";

pub fn up() -> Vec<Step> {
    vec![add_column(TABLE, boolean("is_self_declared").default(false))]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "is_self_declared")]
}
