//! Who receives a report by mail each month or each quarter, until they stop it or may read it no more.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, reference, sql};

const SUBSCRIPTION: &str = "report_subscription";

pub fn up() -> Vec<Step> {
    vec![
        create_table(report_subscription()),
        // The same one is not received twice; those that ended stay beside it.
        sql("CREATE UNIQUE INDEX ux_report_subscription
             ON report_subscription (account_id, report, ambit, every) WHERE ended_at IS NULL"),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[SUBSCRIPTION])
}

fn report_subscription() -> TableCreateStatement {
    Table::create()
        .table(SUBSCRIPTION)
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("report"))
        .col(text("ambit"))
        .col(text("every"))
        .col(timestamp_with_time_zone("made_at"))
        // The period of the last letter.
        .col(text_null("last_term"))
        .col(timestamp_with_time_zone_null("ended_at"))
        .col(text_null("ended"))
        .foreign_key(&mut reference(SUBSCRIPTION, "account_id", "account", "id"))
        .to_owned()
}
