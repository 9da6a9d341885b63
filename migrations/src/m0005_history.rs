//! Who did what, when: the append-only record that every command writes in its own transaction.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, text_null, timestamp_with_time_zone,
    },
};

use crate::support::{Step, create_table, drop_tables, index};

pub fn up() -> Vec<Step> {
    vec![
        create_table(history_event()),
        // Everything that happened in a cohort.
        index("history_event", &["cohort_id"]),
        // The history of one thing.
        index("history_event", &["subject_kind", "subject_id"]),
        // The newest first, and retention.
        index("history_event", &["at"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["history_event"])
}

fn history_event() -> TableCreateStatement {
    Table::create()
        .table("history_event")
        .col(big_pk_auto("id"))
        .col(timestamp_with_time_zone("at"))
        .col(big_integer_null("actor_account_id"))
        .col(text("action"))
        .col(text("subject_kind"))
        .col(big_integer("subject_id"))
        .col(big_integer_null("cohort_id"))
        .col(text("detail"))
        .col(text_null("request_id"))
        .to_owned()
}
