//! Certificates that were asked for together, person by person (R57): what a worker carries out, and
//! what a stop leaves for the next one.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, index_where, reference};

const BATCH: &str = "certificate_batch";
const PERSON: &str = "certificate_batch_person";

pub fn up() -> Vec<Step> {
    vec![
        create_table(certificate_batch()),
        // The last one of a cohort, on the page of its certificates.
        index(BATCH, &["cohort_id"]),
        // What the worker asks for every second; almost always none.
        index_where(
            "ix_certificate_batch_unfinished",
            BATCH,
            &["id"],
            Expr::col("finished_at").is_null(),
        ),
        create_table(certificate_batch_person()),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[PERSON, BATCH])
}

fn certificate_batch() -> TableCreateStatement {
    Table::create()
        .table(BATCH)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(big_integer_null("asked_by"))
        .col(text_null("request"))
        .col(text("signer_name"))
        .col(text("signer_position"))
        .col(integer("people"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(timestamp_with_time_zone_null("finished_at"))
        .foreign_key(&mut reference(BATCH, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(BATCH, "asked_by", "account", "id"))
        .check(Expr::cust("people > 0"))
        .to_owned()
}

fn certificate_batch_person() -> TableCreateStatement {
    Table::create()
        .table(PERSON)
        .col(big_integer("batch_id"))
        .col(integer("position"))
        .col(big_integer("enrolment_id"))
        .col(text("state"))
        .col(text_null("reason"))
        .col(big_integer_null("certificate_id"))
        .primary_key(Index::create().col("batch_id").col("position"))
        .foreign_key(&mut reference(PERSON, "batch_id", BATCH, "id"))
        .foreign_key(&mut reference(PERSON, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(PERSON, "certificate_id", "certificate", "id"))
        .check(Expr::cust("(certificate_id IS NOT NULL) = (state = 'issued')"))
        .check(Expr::cust("(reason IS NOT NULL) = (state = 'refused')"))
        .to_owned()
}
