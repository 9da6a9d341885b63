//! Venues: the halls and rooms of municipalities, and the sessions still to come that are in them (R12).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, integer_null, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, index, reference, unique_index};

pub fn up() -> Vec<Step> {
    vec![
        create_table(venue()),
        unique_index(
            "ux_venue_municipality_code_search_name",
            "venue",
            &["municipality_code", "search_name"],
        ),
        // A place of elsewhere names a venue with its municipality.
        index("venue", &["search_full"]),
        create_table(session_venue()),
        // The sessions of a venue.
        index("session_venue", &["venue_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["session_venue", "venue"])
}

fn venue() -> TableCreateStatement {
    Table::create()
        .table("venue")
        .col(big_pk_auto("id"))
        .col(text("municipality_code"))
        .col(text("name"))
        .col(text("search_name"))
        .col(text("search_full"))
        .col(text("search_long"))
        .col(integer_null("capacity"))
        .col(timestamp_with_time_zone("created_at"))
        .foreign_key(&mut reference("venue", "municipality_code", "municipality", "code"))
        .to_owned()
}

fn session_venue() -> TableCreateStatement {
    Table::create()
        .table("session_venue")
        .col(big_integer("session_id").primary_key())
        .col(big_integer("venue_id"))
        .foreign_key(&mut reference("session_venue", "session_id", "session", "id"))
        .foreign_key(&mut reference("session_venue", "venue_id", "venue", "id"))
        .to_owned()
}
