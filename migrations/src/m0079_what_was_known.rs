//! What a report of a day that is over asks for and no row said yet: for which municipality a place was
//! counted until a coordination changed it, as it was known then, and when a session was cancelled.
//!
//! What places were counted for before this change is known only as it is: nobody wrote down when it was
//! learnt. Sessions that are cancelled already take the moment from history.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_index, drop_table, index, reference, sql,
};

const TABLE: &str = "superseded_attribution";

pub fn up() -> Vec<Step> {
    vec![
        create_table(superseded_attribution()),
        // Of a place, and of a municipality that was reached.
        index(TABLE, &["enrolment_id", "known_until"]),
        index(TABLE, &["municipality_code"]),
        // The time that a session had before it moved.
        index("session_change", &["session_id"]),
        add_column("session", timestamp_with_time_zone_null("cancelled_at")),
        sql("UPDATE session SET cancelled_at = coalesce( \
             (SELECT max(h.at) FROM history_event h WHERE h.subject_kind = 'session' \
             AND h.subject_id = session.id AND h.action = 'cohorts.cancel_session'), \
             (SELECT c.cancelled_at FROM cohort c WHERE c.id = session.cohort_id), \
             created_at) WHERE stage = 'cancelled'"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_column("session", "cancelled_at"),
        drop_index("session_change", "ix_session_change_session_id"),
        drop_table(TABLE),
    ]
}

fn superseded_attribution() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        .col(text_null("municipality_code"))
        .col(big_integer_null("post_id"))
        .col(timestamp_with_time_zone("from_at"))
        .col(timestamp_with_time_zone_null("until_at"))
        .col(timestamp_with_time_zone("known_from"))
        .col(timestamp_with_time_zone("known_until"))
        .foreign_key(&mut reference(TABLE, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(TABLE, "municipality_code", "municipality", "code"))
        .foreign_key(&mut reference(TABLE, "post_id", "post", "id"))
        .to_owned()
}
