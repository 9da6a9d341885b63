//! Readers ask for no more letters about a topic. A letter keeps its topic, and the code of the address at
//! which its reader asks.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, text, text_null, timestamp_with_time_zone},
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_index, drop_table, unique_index,
};

const TABLE: &str = "mail_opt_out";
const OUTBOX: &str = "outbox_message";
const CODES: &str = "ux_outbox_message_opt_out_code";

pub fn up() -> Vec<Step> {
    vec![
        create_table(mail_opt_out()),
        unique_index("ux_mail_opt_out_email_topic", TABLE, &["email", "topic"]),
        add_column(OUTBOX, text_null("topic")),
        add_column(OUTBOX, text_null("opt_out_code")),
        unique_index(CODES, OUTBOX, &["opt_out_code"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_index(OUTBOX, CODES),
        drop_column(OUTBOX, "opt_out_code"),
        drop_column(OUTBOX, "topic"),
        drop_table(TABLE),
    ]
}

fn mail_opt_out() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(text("email"))
        .col(text("topic"))
        .col(timestamp_with_time_zone("asked_at"))
        .to_owned()
}
