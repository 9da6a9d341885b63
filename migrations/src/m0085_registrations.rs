//! Registrations that wait until the mail that was typed is proven: nothing of them is a person yet.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, boolean, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_table, index, reference, unique_index};

const TABLE: &str = "registration";

pub fn up() -> Vec<Step> {
    vec![
        create_table(registration()),
        unique_index("ux_registration_token_hash", TABLE, &["token_hash"]),
        // The seats of a cohort that wait, and what ran out.
        index(TABLE, &["cohort_id", "settled_at"]),
        // What one address and one mail asked for lately.
        index(TABLE, &["address_key", "asked_at"]),
        index(TABLE, &["email", "asked_at"]),
        index(TABLE, &["expires_at"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_table(TABLE)]
}

fn registration() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(text("token_hash"))
        .col(text("email"))
        .col(text("form"))
        .col(text("address_key"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .col(boolean("holds_seat"))
        .col(text_null("municipality_code"))
        .col(text_null("entity_kind"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .foreign_key(&mut reference(TABLE, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(TABLE, "municipality_code", "municipality", "code"))
        .to_owned()
}
