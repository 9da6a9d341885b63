//! Grade books that came back as files and wait to be looked at and written (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, blob_null, integer, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

const TABLE: &str = "grade_import";

pub fn up() -> Vec<Step> {
    vec![
        create_table(grade_import()),
        // Those that somebody left behind are forgotten when the next one comes.
        index(TABLE, &["created_at"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}

fn grade_import() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(big_integer("account_id"))
        .col(text("file_name"))
        .col(text("sha256"))
        // Until it is over; then they are forgotten.
        .col(blob_null("bytes"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .col(integer("changed").default(0))
        .foreign_key(&mut reference(TABLE, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(TABLE, "account_id", "account", "id"))
        .check(Expr::cust("finished_at IS NULL OR bytes IS NULL"))
        .to_owned()
}
