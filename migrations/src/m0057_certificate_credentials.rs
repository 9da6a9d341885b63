//! The signed credential of each certificate, and its place in a list of what was revoked (R58).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, integer, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, index, reference, unique_index};

const TABLE: &str = "certificate_credential";

pub fn up() -> Vec<Step> {
    vec![
        create_table(certificate_credential()),
        // A place of a list is one credential's; a list is read by its number.
        unique_index("ux_certificate_credential_place", TABLE, &["list_number", "list_index"]),
        // How many each key signed.
        index(TABLE, &["key_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}

fn certificate_credential() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_integer("certificate_id").primary_key())
        .col(big_integer("key_id"))
        .col(integer("list_number"))
        .col(integer("list_index"))
        .col(text("jwt"))
        // Signed with the issue: the document carries it.
        .col(boolean("is_enclosed"))
        .col(timestamp_with_time_zone("signed_at"))
        .foreign_key(&mut reference(TABLE, "certificate_id", "certificate", "id"))
        .foreign_key(&mut reference(TABLE, "key_id", "issuer_key", "id"))
        .check(Expr::cust("list_number >= 1"))
        .check(Expr::cust("list_index >= 0 AND list_index < 131072"))
        .to_owned()
}
