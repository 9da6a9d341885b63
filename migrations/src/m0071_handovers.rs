//! Municipalities where nobody certified is left for a capacity: who answers for it is told once.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, date, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, reference};

const HANDOVER: &str = "handover";

pub fn up() -> Vec<Step> {
    vec![create_table(handover())]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[HANDOVER])
}

fn handover() -> TableCreateStatement {
    Table::create()
        .table(HANDOVER)
        .col(big_pk_auto("id"))
        .col(text("capacity_code"))
        .col(text("municipality_code"))
        // The first day without anybody.
        .col(date("from_on"))
        .col(timestamp_with_time_zone("noticed_at"))
        .foreign_key(&mut reference(HANDOVER, "capacity_code", "capacity", "code"))
        .foreign_key(&mut reference(HANDOVER, "municipality_code", "municipality", "code"))
        .index(
            Index::create()
                .unique()
                .name("ux_handover_day")
                .col("capacity_code")
                .col("municipality_code")
                .col("from_on"),
        )
        .to_owned()
}
