//! Patterns of cohorts that a unit keeps under a name.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, reference};

pub fn up() -> Vec<Step> {
    vec![create_table(cohort_template())]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["cohort_template"])
}

fn cohort_template() -> TableCreateStatement {
    Table::create()
        .table("cohort_template")
        .col(big_pk_auto("id"))
        .col(text("unit_code"))
        .col(text("name"))
        .col(text("pattern"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("cohort_template", "unit_code", "territorial_unit", "code"))
        // One pattern a name; also finds those of a unit.
        .index(
            Index::create()
                .unique()
                .name("ux_cohort_template_unit_code_name")
                .col("unit_code")
                .col("name"),
        )
        .to_owned()
}
