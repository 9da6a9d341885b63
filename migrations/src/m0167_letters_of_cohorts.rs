//! A letter keeps the cohort that it is about: whoever runs the cohort sees what became of it.

use sea_orm_migration::schema::big_integer_null;

use crate::support::{Step, add_column, drop_column, drop_index, index};

const OUTBOX: &str = "outbox_message";

pub fn up() -> Vec<Step> {
    vec![add_column(OUTBOX, big_integer_null("cohort_id")), index(OUTBOX, &["cohort_id"])]
}

pub fn down() -> Vec<Step> {
    vec![drop_index(OUTBOX, "ix_outbox_message_cohort_id"), drop_column(OUTBOX, "cohort_id")]
}
