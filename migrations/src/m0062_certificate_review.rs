//! What changed behind a certificate after it was issued, and what was decided about it (R56).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, unique_index_where};

const REVIEW: &str = "certificate_review";
const WATCH: &str = "certificate_watch";

pub fn up() -> Vec<Step> {
    vec![
        create_table(certificate_review()),
        // The last one of a certificate, asked for whenever something behind it changed.
        index(REVIEW, &["certificate_id"]),
        // Two watchers at once open one; the first page counts those that wait.
        unique_index_where(
            "ux_certificate_review_open",
            REVIEW,
            &["certificate_id"],
            Expr::col("state").eq("open"),
        ),
        create_table(certificate_watch()),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[WATCH, REVIEW])
}

fn certificate_review() -> TableCreateStatement {
    Table::create()
        .table(REVIEW)
        .col(big_pk_auto("id"))
        .col(big_integer("certificate_id"))
        .col(text("state"))
        .col(text("facts"))
        .col(text("facts_digest"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(big_integer_null("decided_by"))
        .col(text_null("reason"))
        .foreign_key(&mut reference(REVIEW, "certificate_id", "certificate", "id"))
        .foreign_key(&mut reference(REVIEW, "decided_by", "account", "id"))
        .check(Expr::cust("(state = 'open') = (decided_at IS NULL)"))
        .to_owned()
}

fn certificate_watch() -> TableCreateStatement {
    Table::create()
        .table(WATCH)
        .col(big_integer("id").primary_key())
        .col(big_integer("seen_event"))
        .check(Expr::cust("id = 1"))
        .to_owned()
}
