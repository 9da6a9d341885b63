//! Surveys: their templates by version, the rounds in which a cohort is asked, and what an anonymous
//! round keeps (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql};

pub fn up() -> Vec<Step> {
    vec![
        create_table(survey_version()),
        sql("CREATE UNIQUE INDEX ux_survey_version ON survey_version (kind, number)"),
        sql("CREATE UNIQUE INDEX ux_survey_version_draft ON survey_version (kind) \
             WHERE state = 'draft'"),
        create_table(survey_round()),
        // The last word when two instances open the same round.
        sql("CREATE UNIQUE INDEX ux_survey_round ON survey_round (cohort_id, kind)"),
        create_table(survey_ticket()),
        // Those of a person's place.
        index("survey_ticket", &["enrolment_id"]),
        create_table(row_of_a_round("survey_ballots", "digests")),
        create_table(row_of_a_round("survey_sheets", "sheets")),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[
        "survey_sheets",
        "survey_ballots",
        "survey_ticket",
        "survey_round",
        "survey_version",
    ])
}

fn survey_version() -> TableCreateStatement {
    let table = "survey_version";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(text("kind"))
        .col(integer("number"))
        .col(text("state"))
        // The introduction and the questions, as JSON.
        .col(text("body"))
        .col(text_null("note"))
        .col(timestamp_with_time_zone("written_at"))
        .col(big_integer_null("written_by"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(big_integer_null("published_by"))
        .foreign_key(&mut reference(table, "written_by", "account", "id"))
        .foreign_key(&mut reference(table, "published_by", "account", "id"))
        .check(Expr::cust("(state = 'published') = (published_at IS NOT NULL)"))
        .to_owned()
}

fn survey_round() -> TableCreateStatement {
    let table = "survey_round";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(text("kind"))
        .col(big_integer("version_id"))
        // What the supervisors of a follow-up are asked.
        .col(big_integer_null("supervisor_version_id"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(timestamp_with_time_zone("closes_at"))
        .foreign_key(&mut reference(table, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(table, "version_id", "survey_version", "id"))
        .foreign_key(&mut reference(table, "supervisor_version_id", "survey_version", "id"))
        .to_owned()
}

fn survey_ticket() -> TableCreateStatement {
    let table = "survey_ticket";
    Table::create()
        .table(table)
        .col(big_integer("round_id"))
        .col(big_integer("enrolment_id"))
        .col(boolean("is_used"))
        .primary_key(Index::create().col("round_id").col("enrolment_id"))
        .foreign_key(&mut reference(table, "round_id", "survey_round", "id"))
        .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
        .to_owned()
}

/// One row a round and nothing that says when or whose: a row for each ballot or sheet would tell
/// their order.
fn row_of_a_round(table: &'static str, column: &'static str) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(big_integer("round_id").primary_key())
        .col(text(column))
        .foreign_key(&mut reference(table, "round_id", "survey_round", "id"))
        .to_owned()
}
