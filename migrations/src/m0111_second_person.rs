//! A certificate for somebody of staff asks for two people (R80): who asked first, and who confirmed.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_table, index, reference, unique_index_where};

const TABLE: &str = "second_confirmation";

pub fn up() -> Vec<Step> {
    vec![
        create_table(second_confirmation()),
        // Two presses at once ask once.
        unique_index_where(
            "ux_second_confirmation_open",
            TABLE,
            &["enrolment_id"],
            Expr::col("confirmed_at").is_null(),
        ),
        index(TABLE, &["enrolment_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_table(TABLE)]
}

fn second_confirmation() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        .col(big_integer("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(big_integer_null("confirmed_by"))
        .col(timestamp_with_time_zone_null("confirmed_at"))
        .foreign_key(&mut reference(TABLE, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(TABLE, "asked_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "confirmed_by", "account", "id"))
        .to_owned()
}
