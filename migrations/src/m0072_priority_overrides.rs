//! Places of the ranking that somebody changed, with the reason; and how many certified people are wanted
//! for a capacity of a municipality.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, date, integer, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql};

const OVERRIDE: &str = "priority_override";
const TARGET: &str = "coverage_target";

pub fn up() -> Vec<Step> {
    vec![
        create_table(priority_override()),
        // One at a time; those that were withdrawn stay.
        sql("CREATE UNIQUE INDEX ux_priority_override_standing ON priority_override \
             (capacity_code, municipality_code) WHERE withdrawn_at IS NULL"),
        create_table(coverage_target()),
        index(TARGET, &["municipality_code", "capacity_code"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TARGET, OVERRIDE])
}

fn priority_override() -> TableCreateStatement {
    Table::create()
        .table(OVERRIDE)
        .col(big_pk_auto("id"))
        .col(text("municipality_code"))
        .col(text("capacity_code"))
        .col(text("direction"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("made_at"))
        .col(big_integer("made_by"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(big_integer_null("withdrawn_by"))
        .foreign_key(&mut reference(OVERRIDE, "municipality_code", "municipality", "code"))
        .foreign_key(&mut reference(OVERRIDE, "capacity_code", "capacity", "code"))
        .foreign_key(&mut reference(OVERRIDE, "made_by", "account", "id"))
        .foreign_key(&mut reference(OVERRIDE, "withdrawn_by", "account", "id"))
        .to_owned()
}

fn coverage_target() -> TableCreateStatement {
    Table::create()
        .table(TARGET)
        .col(big_pk_auto("id"))
        .col(text("capacity_code"))
        .col(text("municipality_code"))
        .col(integer("people"))
        .col(date("since_on"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("made_at"))
        .col(big_integer("made_by"))
        .foreign_key(&mut reference(TARGET, "capacity_code", "capacity", "code"))
        .foreign_key(&mut reference(TARGET, "municipality_code", "municipality", "code"))
        .foreign_key(&mut reference(TARGET, "made_by", "account", "id"))
        .to_owned()
}
