//! A file that came with a form in which something else was wrong: it waits for the form.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, integer, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, index, reference, unique_index};

const TABLE: &str = "kept_file";

pub fn up() -> Vec<Step> {
    let mut table = Table::create();
    table
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        // The address of the form.
        .col(text("form"))
        .col(big_integer("file_id"))
        .col(text("received_sha256"))
        .col(integer("pages"))
        .col(timestamp_with_time_zone("kept_at"))
        .foreign_key(&mut reference(TABLE, "account_id", "account", "id"))
        .foreign_key(&mut reference(TABLE, "file_id", "stored_file", "id"));
    vec![
        create_table(table),
        // One file for each form of an account.
        unique_index("ux_kept_file", TABLE, &["account_id", "form"]),
        // Those whose term is over.
        index(TABLE, &["kept_at"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}
