//! The private address at which somebody's calendar is read, of which only a digest is kept.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, reference};

pub fn up() -> Vec<Step> {
    vec![create_table(calendar_address())]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["calendar_address"])
}

fn calendar_address() -> TableCreateStatement {
    Table::create()
        .table("calendar_address")
        .col(big_integer("account_id").primary_key())
        .col(text("token_hash").unique_key())
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("calendar_address", "account_id", "account", "id"))
        .to_owned()
}
