//! What municipalities ask for, and the cohorts that answer it.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, date, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

const NEED: &str = "need";
const MATCH: &str = "need_match";

pub fn up() -> Vec<Step> {
    vec![
        create_table(need()),
        // Similar ones are looked for while one is written, and the ranking sums them.
        index(NEED, &["municipality_code", "capacity_code"]),
        index(NEED, &["deadline_on"]),
        create_table(need_match()),
        index(MATCH, &["cohort_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[MATCH, NEED])
}

fn need() -> TableCreateStatement {
    Table::create()
        .table(NEED)
        .col(big_pk_auto("id"))
        .col(text("municipality_code"))
        .col(big_integer("entity_id"))
        .col(text("capacity_code"))
        .col(integer("people"))
        .col(date("deadline_on"))
        .col(text_null("note"))
        .col(timestamp_with_time_zone("requested_at"))
        .col(big_integer("requested_by"))
        .col(timestamp_with_time_zone_null("refused_at"))
        .col(big_integer_null("refused_by"))
        .col(text_null("refusal_reason"))
        .col(boolean("is_demo"))
        .foreign_key(&mut reference(NEED, "municipality_code", "municipality", "code"))
        .foreign_key(&mut reference(NEED, "entity_id", "entity", "id"))
        .foreign_key(&mut reference(NEED, "capacity_code", "capacity", "code"))
        .foreign_key(&mut reference(NEED, "requested_by", "account", "id"))
        .foreign_key(&mut reference(NEED, "refused_by", "account", "id"))
        .to_owned()
}

fn need_match() -> TableCreateStatement {
    Table::create()
        .table(MATCH)
        .col(big_pk_auto("id"))
        .col(big_integer("need_id"))
        .col(big_integer("cohort_id"))
        .col(integer("people"))
        .col(timestamp_with_time_zone("matched_at"))
        .col(big_integer("matched_by"))
        .foreign_key(&mut reference(MATCH, "need_id", NEED, "id"))
        .foreign_key(&mut reference(MATCH, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(MATCH, "matched_by", "account", "id"))
        .index(
            Index::create().unique().name("ux_need_match_cohort").col("need_id").col("cohort_id"),
        )
        .to_owned()
}
