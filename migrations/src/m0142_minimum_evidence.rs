//! Files that show what was done of the minimum activities of a cohort (R10).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_table, index, reference};

const TABLE: &str = "minimum_evidence";

pub fn up() -> Vec<Step> {
    vec![create_table(evidence()), index(TABLE, &["cohort_id"])]
}

pub fn down() -> Vec<Step> {
    vec![drop_table(TABLE)]
}

fn evidence() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        // Which of the four.
        .col(text("activity"))
        .col(big_integer("file_id"))
        .col(text("received_sha256"))
        .col(integer("pages"))
        .col(timestamp_with_time_zone("added_at"))
        .col(big_integer("added_by"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(big_integer_null("withdrawn_by"))
        .foreign_key(&mut reference(TABLE, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(TABLE, "file_id", "stored_file", "id"))
        .foreign_key(&mut reference(TABLE, "added_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "withdrawn_by", "account", "id"))
        .to_owned()
}
