//! Budgets of attempts that hold over all instances.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text},
};

use crate::support::{Step, create_table, drop_table, index};

const TABLE: &str = "attempt_budget";

pub fn up() -> Vec<Step> {
    let table = Table::create()
        .table(TABLE)
        .col(text("key").primary_key())
        .col(big_integer("whole_at"))
        .to_owned();
    // Those that are whole again go.
    vec![create_table(table), index(TABLE, &["whole_at"])]
}

pub fn down() -> Vec<Step> {
    vec![drop_table(TABLE)]
}
