//! Since when somebody counts in a cohort whom its coordination gives another date than that of their seat
//! (R84, R85), with the reason of each time.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, text, timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, add_column, create_table, drop_column, drop_tables, index, reference};

const TABLE: &str = "enrolment_since";
const ENROLMENT: &str = "enrolment";

pub fn up() -> Vec<Step> {
    vec![
        create_table(given()),
        index(TABLE, &["enrolment_id"]),
        // What counts now: without it, since the seat was confirmed.
        add_column(ENROLMENT, timestamp_with_time_zone_null("counts_since")),
    ]
}

pub fn down() -> Vec<Step> {
    let mut steps = vec![drop_column(ENROLMENT, "counts_since")];
    steps.extend(drop_tables(&[TABLE]));
    steps
}

fn given() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        // Empty, where the day of the seat counts again.
        .col(timestamp_with_time_zone_null("since"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("given_at"))
        .col(big_integer("given_by"))
        .foreign_key(&mut reference(TABLE, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(TABLE, "given_by", "account", "id"))
        .to_owned()
}
