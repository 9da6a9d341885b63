//! Who taught a session before somebody else did, until they were told.

use sea_orm_migration::schema::big_integer_null;

use crate::support::{Step, add_column, drop_column};

pub fn up() -> Vec<Step> {
    vec![add_column("session_change", big_integer_null("was_facilitator_id"))]
}

pub fn down() -> Vec<Step> {
    vec![drop_column("session_change", "was_facilitator_id")]
}
