//! What was earned: certificates, their numbers, verification and revocation.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, blob, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql};

pub fn up() -> Vec<Step> {
    vec![
        create_table(certificate()),
        // What an enrolment earned.
        index("certificate", &["enrolment_id"]),
        // A person's certificates.
        index("certificate", &["person_id"]),
        // A cohort's certificates.
        index("certificate", &["cohort_id"]),
        create_table(certificate_series()),
        create_table(certificate_document()),
        // One active certificate for a person in a cohort; the revoked and replaced stay beside it.
        sql("CREATE UNIQUE INDEX ux_certificate_active ON certificate (person_id, cohort_id) \
             WHERE state = 'active'"),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["certificate_document", "certificate_series", "certificate"])
}

fn certificate() -> TableCreateStatement {
    Table::create()
        .table("certificate")
        .col(big_pk_auto("id"))
        .col(text("code").unique_key())
        .col(big_integer("enrolment_id"))
        .col(big_integer("person_id"))
        .col(big_integer("cohort_id"))
        .col(text("kind"))
        .col(integer("number_year"))
        .col(integer("number_sequence"))
        .col(text("issuer_unit"))
        .col(timestamp_with_time_zone("issued_at"))
        .col(text("state"))
        .col(text("template"))
        .col(text("snapshot"))
        .col(text("snapshot_hash"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(text_null("revocation_reason"))
        .col(big_integer_null("revoked_by"))
        .foreign_key(&mut reference("certificate", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("certificate", "person_id", "person", "id"))
        .foreign_key(&mut reference("certificate", "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference("certificate", "issuer_unit", "territorial_unit", "code"))
        .foreign_key(&mut reference("certificate", "revoked_by", "account", "id"))
        .index(
            Index::create()
                .unique()
                .name("ux_certificate_issuer_unit_number_year_number_sequence")
                .col("issuer_unit")
                .col("number_year")
                .col("number_sequence"),
        )
        .check(Expr::cust("number_sequence > 0"))
        .to_owned()
}

fn certificate_series() -> TableCreateStatement {
    Table::create()
        .table("certificate_series")
        .col(text("issuer_unit"))
        .col(integer("year"))
        .col(integer("last_number"))
        .primary_key(Index::create().col("issuer_unit").col("year"))
        .foreign_key(&mut reference(
            "certificate_series",
            "issuer_unit",
            "territorial_unit",
            "code",
        ))
        .check(Expr::cust("last_number >= 0"))
        .to_owned()
}

fn certificate_document() -> TableCreateStatement {
    Table::create()
        .table("certificate_document")
        .col(big_integer("certificate_id").primary_key())
        .col(blob("pdf"))
        .col(text("sha256"))
        .col(timestamp_with_time_zone("rendered_at"))
        .foreign_key(&mut reference("certificate_document", "certificate_id", "certificate", "id"))
        .to_owned()
}
