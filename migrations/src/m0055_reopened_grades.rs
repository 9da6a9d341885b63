//! Grades of closed cohorts that were opened again, by whom, why and until when (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, unique_index_where};

const TABLE: &str = "grade_reopening";

pub fn up() -> Vec<Step> {
    vec![
        create_table(grade_reopening()),
        // The last one of a cohort, asked for by every grade that is written after its closing.
        index(TABLE, &["cohort_id"]),
        unique_index_where(
            "ux_grade_reopening_open",
            TABLE,
            &["cohort_id"],
            Expr::col("closed_at").is_null(),
        ),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}

fn grade_reopening() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(big_integer("opened_by"))
        .col(timestamp_with_time_zone("ends_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        // Nobody, when it closed by itself.
        .col(big_integer_null("closed_by"))
        .foreign_key(&mut reference(TABLE, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(TABLE, "opened_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "closed_by", "account", "id"))
        .check(Expr::cust("closed_by IS NULL OR closed_at IS NOT NULL"))
        .to_owned()
}
