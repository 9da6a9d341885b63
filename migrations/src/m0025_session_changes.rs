//! What changed in the sessions of a published cohort, until the people enrolled were told; and
//! how often each session changed, which calendars ask (RFC 5545, SEQUENCE).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, add_column, create_table, drop_column, drop_table, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        add_column("session", integer("sequence").default(0)),
        create_table(session_change()),
        // What is still to be told: few rows of a table that only grows.
        index("session_change", &["told_at", "cohort_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_table("session_change"), drop_column("session", "sequence")]
}

fn session_change() -> TableCreateStatement {
    Table::create()
        .table("session_change")
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(big_integer_null("session_id"))
        .col(text("kind"))
        .col(timestamp_with_time_zone("at"))
        .col(timestamp_with_time_zone_null("was_starts_at"))
        .col(timestamp_with_time_zone_null("was_ends_at"))
        .col(text_null("was_place"))
        .col(text_null("was_link"))
        .col(timestamp_with_time_zone_null("told_at"))
        .foreign_key(&mut reference("session_change", "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference("session_change", "session_id", "session", "id"))
        .to_owned()
}
