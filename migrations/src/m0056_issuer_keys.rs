//! The keys that sign credentials (R58). The private half is closed with a secret that is no part
//! of the database; no key is ever deleted, because what it signed is verified with it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, blob, text, timestamp_with_time_zone, timestamp_with_time_zone_null},
};

use crate::support::{Step, create_table, drop_tables};

const TABLE: &str = "issuer_key";

pub fn up() -> Vec<Step> {
    vec![create_table(issuer_key())]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}

fn issuer_key() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        // The address that is written into what it signs.
        .col(text("kid").unique_key())
        // The end of that address: what it is asked for by.
        .col(text("thumbprint").unique_key())
        .col(text("public_x"))
        .col(blob("sealed"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("retired_at"))
        .to_owned()
}
