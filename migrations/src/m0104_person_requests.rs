//! What a coordination asks to be done with a record that is not its own alone.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_table, index, reference, unique_index_where};

const TABLE: &str = "person_request";

pub fn up() -> Vec<Step> {
    vec![
        create_table(request()),
        // One of a kind waits for each record.
        unique_index_where(
            "ux_person_request_waiting",
            TABLE,
            &["person_id", "kind"],
            Expr::col("decided_at").is_null(),
        ),
        // Those that wait, for the queue.
        index(TABLE, &["decided_at"]),
        index(TABLE, &["other_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_table(TABLE)]
}

fn request() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(text("kind"))
        .col(big_integer("person_id"))
        .col(big_integer_null("other_id"))
        .col(text("change"))
        .col(text("reason"))
        .col(text("units"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(big_integer("asked_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(big_integer_null("decided_by"))
        .col(boolean_null("is_granted"))
        .col(text_null("decision"))
        .foreign_key(&mut reference(TABLE, "person_id", "person", "id"))
        .foreign_key(&mut reference(TABLE, "other_id", "person", "id"))
        .foreign_key(&mut reference(TABLE, "asked_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "decided_by", "account", "id"))
        .to_owned()
}
