//! A role may hold on some days alone, and a coordination names a deputy for them.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, date, date_null, text,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, index, reference, unique_index_where,
};

const TABLE: &str = "deputy";
const GRANT: &str = "role_grant";

pub fn up() -> Vec<Step> {
    vec![
        add_column(GRANT, date_null("valid_from")),
        add_column(GRANT, date_null("valid_until")),
        create_table(deputy()),
        // Two presses at once ask once.
        unique_index_where(
            "ux_deputy_asked",
            TABLE,
            &["unit_code", "account_id"],
            Expr::col("stage").eq("asked"),
        ),
        index(TABLE, &["unit_code"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_table(TABLE), drop_column(GRANT, "valid_until"), drop_column(GRANT, "valid_from")]
}

fn deputy() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(text("unit_code"))
        .col(big_integer("account_id"))
        .col(date("starts_on"))
        .col(date("ends_on"))
        .col(text("stage"))
        .col(big_integer("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(big_integer_null("confirmed_by"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .col(big_integer_null("ended_by"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .foreign_key(&mut reference(TABLE, "unit_code", "territorial_unit", "code"))
        .foreign_key(&mut reference(TABLE, "account_id", "account", "id"))
        .foreign_key(&mut reference(TABLE, "asked_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "confirmed_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "ended_by", "account", "id"))
        .to_owned()
}
