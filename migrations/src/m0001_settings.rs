//! Facts about this installation.

use sea_orm_migration::{prelude::*, schema::text};

use crate::support::{Step, create_table, drop_tables};

pub fn up() -> Vec<Step> {
    vec![create_table(setting())]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["setting"])
}

fn setting() -> TableCreateStatement {
    Table::create().table("setting").col(text("key").primary_key()).col(text("value")).to_owned()
}
