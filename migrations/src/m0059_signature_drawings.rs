//! Drawn signatures of documents.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, big_pk_auto, blob, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, reference};

const TABLE: &str = "signature_drawing";

pub fn up() -> Vec<Step> {
    vec![create_table(signature_drawing())]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}

fn signature_drawing() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        // Certificates name it by this, for ever; and nobody keeps the same one twice.
        .col(text("sha256").unique_key())
        .col(text("content_type"))
        .col(blob("bytes"))
        .col(text("name"))
        .col(timestamp_with_time_zone("added_at"))
        .col(big_integer_null("added_by"))
        .foreign_key(&mut reference(TABLE, "added_by", "account", "id"))
        .to_owned()
}
