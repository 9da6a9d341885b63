//! What municipalities must be able to do, and the official indicators that measure it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, text},
};

use crate::support::{Step, create_table, drop_tables, reference};

pub fn up() -> Vec<Step> {
    vec![create_table(capacity()), create_table(capacity_indicator())]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["capacity_indicator", "capacity"])
}

fn capacity() -> TableCreateStatement {
    Table::create()
        .table("capacity")
        .col(text("code").primary_key())
        .col(text("name"))
        .col(text("dimension"))
        .col(text("subject"))
        .to_owned()
}

fn capacity_indicator() -> TableCreateStatement {
    Table::create()
        .table("capacity_indicator")
        .col(big_pk_auto("id"))
        .col(text("capacity_code"))
        .col(text("index_name"))
        .col(text("indicator_code"))
        .col(text("name"))
        .col(text("unit"))
        .col(text("range_text"))
        .col(text("direction"))
        .col(text("periodicity"))
        .col(text("source_owner"))
        .col(text("certainty"))
        .col(text("evidence"))
        .col(text("note"))
        .foreign_key(&mut reference("capacity_indicator", "capacity_code", "capacity", "code"))
        .index(
            Index::create()
                .unique()
                .name("ux_capacity_indicator_capacity_code_indicator_code")
                .col("capacity_code")
                .col("indicator_code"),
        )
        .to_owned()
}
