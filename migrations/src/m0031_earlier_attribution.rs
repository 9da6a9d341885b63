//! What a place was counted for before a coordination moved it (R30, R31).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(earlier_attribution()),
        // Of a place, and of a municipality, in the department's report.
        index("earlier_attribution", &["enrolment_id"]),
        index("earlier_attribution", &["municipality_code"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["earlier_attribution"])
}

fn earlier_attribution() -> TableCreateStatement {
    let table = "earlier_attribution";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        .col(text("municipality_code"))
        .col(timestamp_with_time_zone("from_at"))
        .col(timestamp_with_time_zone("until_at"))
        .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(table, "municipality_code", "municipality", "code"))
        .to_owned()
}
