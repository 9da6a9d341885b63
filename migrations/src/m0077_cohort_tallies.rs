//! What a closed cohort adds up to in each municipality: a department's report adds these instead of
//! reading every mark of the year again. Cohorts that are closed already are added up by a worker.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, date_null, text, timestamp_with_time_zone_null},
};

use crate::support::{Step, create_table, drop_tables, index, reference};

const WHOLE: &str = "cohort_tally";
const PLACE: &str = "cohort_tally_place";

pub fn up() -> Vec<Step> {
    vec![
        create_table(cohort_tally()),
        create_table(cohort_tally_place()),
        // Adding a cohort up again takes away what was said of it.
        index(PLACE, &["cohort_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[PLACE, WHOLE])
}

fn cohort_tally() -> TableCreateStatement {
    Table::create()
        .table(WHOLE)
        .col(big_integer("cohort_id").primary_key())
        .col(big_integer("sessions_held"))
        .col(big_integer("sessions_planned"))
        .col(big_integer("minutes_held"))
        // Of all its sessions, cancelled ones too: empty when it has none.
        .col(timestamp_with_time_zone_null("first_at"))
        .col(timestamp_with_time_zone_null("last_at"))
        .col(boolean("is_moved"))
        .foreign_key(&mut reference(WHOLE, "cohort_id", "cohort", "id"))
        .to_owned()
}

fn cohort_tally_place() -> TableCreateStatement {
    Table::create()
        .table(PLACE)
        .col(big_integer("cohort_id"))
        .col(text("municipality_code"))
        .col(big_integer("enrolled"))
        .col(big_integer("attended"))
        .col(big_integer("held"))
        .col(big_integer("came"))
        .col(big_integer("credited"))
        .col(date_null("last_on"))
        // A municipality's rows are read together: it comes first.
        .primary_key(Index::create().col("municipality_code").col("cohort_id"))
        .foreign_key(&mut reference(PLACE, "cohort_id", WHOLE, "cohort_id"))
        .foreign_key(&mut reference(PLACE, "municipality_code", "municipality", "code"))
        .to_owned()
}
