//! Files of questions that wait to be looked at and imported into the bank.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, blob_null, integer, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

const TABLE: &str = "question_import";

pub fn up() -> Vec<Step> {
    vec![
        create_table(question_import()),
        // Those that somebody left behind are forgotten when the next one comes.
        index(TABLE, &["created_at"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}

fn question_import() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("file_name"))
        .col(text("format"))
        // For the questions that do not say theirs.
        .col(text_null("capacity_code"))
        // Until it is over; then they are forgotten.
        .col(blob_null("bytes"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(integer("created").default(0))
        .col(integer("corrected").default(0))
        .foreign_key(&mut reference(TABLE, "account_id", "account", "id"))
        .foreign_key(&mut reference(TABLE, "capacity_code", "capacity", "code"))
        .check(Expr::cust("format IN ('gift', 'sheet')"))
        .check(Expr::cust("finished_at IS NULL OR bytes IS NULL"))
        .to_owned()
}
