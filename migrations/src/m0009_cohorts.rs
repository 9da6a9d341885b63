//! The offering: cohorts, the municipalities they are for, their sessions and seats.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, date, date_null, integer,
        integer_null, text, text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(cohort()),
        // The cohorts of a version.
        index("cohort", &["course_version_id"]),
        // A coordinator's scope.
        index("cohort", &["unit_code"]),
        // Lists by stage.
        index("cohort", &["stage"]),
        create_table(cohort_municipality()),
        // The offer in a municipality.
        index("cohort_municipality", &["municipality_code"]),
        create_table(session()),
        // Tomorrow's reminders.
        index("session", &["starts_at"]),
        // A facilitator's scope.
        index("session", &["facilitator_account_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["session", "cohort_municipality", "cohort"])
}

fn cohort() -> TableCreateStatement {
    Table::create()
        .table("cohort")
        .col(big_pk_auto("id"))
        .col(big_integer("course_version_id"))
        .col(text("unit_code"))
        .col(text("public_code").unique_key())
        .col(text("name"))
        .col(text("search_name"))
        .col(text("stage"))
        .col(integer("seats"))
        .col(date("starts_on"))
        .col(date("ends_on"))
        .col(date_null("enrolment_closes_on"))
        .col(integer("minimum_attendance"))
        .col(integer_null("pass_mark"))
        .col(text("place_text"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(timestamp_with_time_zone_null("started_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(timestamp_with_time_zone_null("cancelled_at"))
        .col(text_null("cancellation_reason"))
        .col(boolean("is_demo"))
        .foreign_key(&mut reference("cohort", "course_version_id", "course_version", "id"))
        .foreign_key(&mut reference("cohort", "unit_code", "territorial_unit", "code"))
        .check(Expr::cust("seats > 0"))
        .check(Expr::cust("ends_on >= starts_on"))
        .check(Expr::cust("minimum_attendance BETWEEN 0 AND 100"))
        .check(Expr::cust("pass_mark BETWEEN 0 AND 50"))
        .to_owned()
}

fn cohort_municipality() -> TableCreateStatement {
    Table::create()
        .table("cohort_municipality")
        .col(big_integer("cohort_id"))
        .col(text("municipality_code"))
        .primary_key(Index::create().col("cohort_id").col("municipality_code"))
        .foreign_key(&mut reference("cohort_municipality", "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(
            "cohort_municipality",
            "municipality_code",
            "municipality",
            "code",
        ))
        .to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(integer("position"))
        .col(timestamp_with_time_zone("starts_at"))
        .col(timestamp_with_time_zone("ends_at"))
        .col(text_null("place"))
        .col(text_null("link"))
        .col(big_integer_null("facilitator_account_id"))
        .col(text("stage"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("session", "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference("session", "facilitator_account_id", "account", "id"))
        .index(
            Index::create()
                .unique()
                .name("ux_session_cohort_id_position")
                .col("cohort_id")
                .col("position"),
        )
        .check(Expr::cust("ends_at > starts_at"))
        .to_owned()
}
