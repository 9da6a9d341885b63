//! A course says which share of its hours the sessions add up to; a cohort that stays below it is closed by
//! two people, with a reason (R83).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, reference, sql, unique_index,
};

const CLOSING: &str = "short_closing";

pub fn up() -> Vec<Step> {
    let closing = Table::create()
        .table(CLOSING)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(text("reason"))
        // What the sessions added up to when it was asked: the second person confirms that and no other.
        .col(integer("minutes"))
        .col(big_integer("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(big_integer_null("confirmed_by"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .foreign_key(&mut reference(CLOSING, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(CLOSING, "asked_by", "account", "id"))
        .foreign_key(&mut reference(CLOSING, "confirmed_by", "account", "id"))
        .check(Expr::cust("(confirmed_by IS NULL) = (confirmed_at IS NULL)"))
        .to_owned();
    vec![
        add_column("course_version", integer("hours_share").default(80)),
        add_column("cohort", integer("hours_share").default(80)),
        // What was promised to the people of a closed cohort stays: it asked its sessions for no hours.
        sql("UPDATE cohort SET hours_share = 0 WHERE stage = 'closed'"),
        create_table(closing),
        unique_index("ux_short_closing_cohort_id", CLOSING, &["cohort_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_table(CLOSING),
        drop_column("cohort", "hours_share"),
        drop_column("course_version", "hours_share"),
    ]
}
