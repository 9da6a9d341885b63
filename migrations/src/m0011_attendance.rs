//! Who was there: marks, their corrections, and the summary that counts.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer_null, text, text_null,
        timestamp_with_time_zone,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(attendance_mark()),
        // The marks of a participant.
        index("attendance_mark", &["enrolment_id"]),
        // The marks of one person in one session, in order.
        index("attendance_mark", &["session_id", "enrolment_id"]),
        create_table(attendance_summary()),
        // A participant's attendance over all sessions.
        index("attendance_summary", &["enrolment_id", "session_id", "state"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["attendance_summary", "attendance_mark"])
}

fn attendance_mark() -> TableCreateStatement {
    Table::create()
        .table("attendance_mark")
        .col(big_pk_auto("id"))
        .col(big_integer("session_id"))
        .col(big_integer("enrolment_id"))
        .col(text("state"))
        .col(integer_null("minutes"))
        .col(text("method"))
        .col(big_integer("author_account_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(big_integer_null("previous_mark_id"))
        .col(text_null("reason"))
        .foreign_key(&mut reference("attendance_mark", "session_id", "session", "id"))
        .foreign_key(&mut reference("attendance_mark", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("attendance_mark", "author_account_id", "account", "id"))
        .foreign_key(&mut reference("attendance_mark", "previous_mark_id", "attendance_mark", "id"))
        .check(Expr::cust("minutes >= 0"))
        .to_owned()
}

fn attendance_summary() -> TableCreateStatement {
    Table::create()
        .table("attendance_summary")
        .col(big_integer("session_id"))
        .col(big_integer("enrolment_id"))
        .col(text("state"))
        .col(integer_null("minutes"))
        .col(big_integer("mark_id"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(Index::create().col("session_id").col("enrolment_id"))
        .foreign_key(&mut reference("attendance_summary", "session_id", "session", "id"))
        .foreign_key(&mut reference("attendance_summary", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("attendance_summary", "mark_id", "attendance_mark", "id"))
        .check(Expr::cust("minutes >= 0"))
        .to_owned()
}
