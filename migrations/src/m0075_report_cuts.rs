//! Cuts of a department's report: the figures of a month or a quarter as they were when it was over,
//! which no later correction changes.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, date, integer, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, reference, unique_index};

const CUT: &str = "report_cut";

pub fn up() -> Vec<Step> {
    vec![
        create_table(report_cut()),
        // One of each; the list of a department reads it from its beginning.
        unique_index("ux_report_cut", CUT, &["department_code", "kind", "year", "number"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[CUT])
}

fn report_cut() -> TableCreateStatement {
    Table::create()
        .table(CUT)
        .col(big_pk_auto("id"))
        .col(text("department_code"))
        .col(text("kind"))
        .col(integer("year"))
        .col(integer("number"))
        .col(date("from_on"))
        .col(date("to_on"))
        .col(timestamp_with_time_zone("frozen_at"))
        // Beside the whole, which may be a megabyte: lists and comparisons read this alone.
        .col(text("summary"))
        .col(text("body"))
        .col(text("digest"))
        .foreign_key(&mut reference(CUT, "department_code", "department", "code"))
        .to_owned()
}
