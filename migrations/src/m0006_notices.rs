//! What people are told: the outbox that commands write to, and the sender that empties it.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer_null, big_pk_auto, boolean, integer, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index};

pub fn up() -> Vec<Step> {
    vec![
        create_table(outbox_message()),
        // The sender asks for what is due.
        index("outbox_message", &["state", "not_before"]),
        // Lists show the newest first.
        index("outbox_message", &["created_at"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["outbox_message"])
}

fn outbox_message() -> TableCreateStatement {
    Table::create()
        .table("outbox_message")
        .col(big_pk_auto("id"))
        .col(text("kind"))
        .col(text("dedupe_key").unique_key())
        .col(big_integer_null("account_id"))
        .col(big_integer_null("person_id"))
        .col(text("recipient_email"))
        .col(text("recipient_name"))
        .col(text("subject"))
        .col(text("text_body"))
        .col(text("html_body"))
        .col(text_null("calendar"))
        .col(boolean("is_secret"))
        .col(text("message_id").unique_key())
        .col(text("state"))
        .col(integer("attempts"))
        .col(timestamp_with_time_zone("not_before"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .col(text_null("last_error"))
        .check(Expr::cust("attempts >= 0"))
        .to_owned()
}
