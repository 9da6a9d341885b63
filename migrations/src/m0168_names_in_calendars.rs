//! The name of a session in calendars no longer ends in our host. What people were told of keeps the name
//! that their calendars know.

use sea_orm_migration::schema::boolean;

use crate::support::{Step, add_column, drop_column, sql};

const TABLE: &str = "session";
const COLUMN: &str = "is_named_by_host";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, boolean(COLUMN).default(false)),
        sql("UPDATE session SET is_named_by_host = TRUE \
             WHERE cohort_id IN (SELECT id FROM cohort WHERE stage <> 'draft')"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, COLUMN)]
}
