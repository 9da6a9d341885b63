//! What a closed cohort adds up to in each month of its sessions, and how many of its people never came.
//! What was added up before lacks both: it is taken away, and a worker adds it up again.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text},
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, index, reference, sql,
};

const WHOLE: &str = "cohort_tally";
const PLACE: &str = "cohort_tally_place";
const MONTH: &str = "cohort_tally_month";

pub fn up() -> Vec<Step> {
    vec![
        sql("DELETE FROM cohort_tally_place"),
        sql("DELETE FROM cohort_tally"),
        add_column(PLACE, big_integer("never_attended").default(0)),
        create_table(cohort_tally_month()),
        index(MONTH, &["cohort_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_table(MONTH), drop_column(PLACE, "never_attended")]
}

fn cohort_tally_month() -> TableCreateStatement {
    Table::create()
        .table(MONTH)
        .col(big_integer("cohort_id"))
        .col(text("municipality_code"))
        // «2026-11», in Bogotá.
        .col(text("month"))
        .col(big_integer("held"))
        .col(big_integer("came"))
        .col(big_integer("credited"))
        .primary_key(Index::create().col("municipality_code").col("cohort_id").col("month"))
        .foreign_key(&mut reference(MONTH, "cohort_id", WHOLE, "cohort_id"))
        .foreign_key(&mut reference(MONTH, "municipality_code", "municipality", "code"))
        .to_owned()
}
