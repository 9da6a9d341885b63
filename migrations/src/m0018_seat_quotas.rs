//! Seats of a cohort that are kept for a municipality or for a kind of entity (R19).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, date_null, integer, text,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, reference, sql};

pub fn up() -> Vec<Step> {
    vec![
        create_table(seat_quota()),
        // One reservation that holds for a group of a cohort; the released ones stay beside it.
        // It also finds the reservations of a cohort.
        sql("CREATE UNIQUE INDEX ux_seat_quota_holding ON seat_quota (cohort_id, kind, key) \
             WHERE released_at IS NULL"),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["seat_quota"])
}

fn seat_quota() -> TableCreateStatement {
    Table::create()
        .table("seat_quota")
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(text("kind"))
        .col(text("key"))
        .col(integer("seats"))
        .col(date_null("release_on"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("released_at"))
        .col(big_integer_null("released_by"))
        .foreign_key(&mut reference("seat_quota", "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference("seat_quota", "released_by", "account", "id"))
        .check(Expr::cust("seats > 0"))
        .to_owned()
}
