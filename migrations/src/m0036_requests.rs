//! Corrections and excuses that learners ask for (R41), who was told of a risk (R43), and when a
//! session was closed.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, integer, integer_null, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_index, drop_table, index, reference, sql,
};

pub fn up() -> Vec<Step> {
    vec![
        // From its closing on, a correction may still be asked for; until now only history knew
        // when.
        add_column("session", timestamp_with_time_zone_null("closed_at")),
        sql("UPDATE session SET closed_at = (SELECT MAX(h.at) FROM history_event h \
             WHERE h.subject_kind = 'session' AND h.subject_id = session.id \
             AND h.action = 'attendance.close') WHERE stage = 'closed'"),
        create_table(attendance_request()),
        // Those of a person; those of a session, for its roll-call; those that wait.
        index("attendance_request", &["enrolment_id"]),
        index("attendance_request", &["session_id"]),
        sql("CREATE UNIQUE INDEX ux_attendance_request_open \
             ON attendance_request (enrolment_id, session_id) WHERE state = 'open'"),
        create_table(risk_notice()),
        index("risk_notice", &["enrolment_id"]),
        sql("CREATE UNIQUE INDEX ux_risk_notice_open ON risk_notice (enrolment_id) \
             WHERE over_at IS NULL"),
        // What waits for a coordination is asked for on their first page: few rows among very many.
        sql("CREATE INDEX ix_field_arrival_open ON field_arrival (session_id) \
             WHERE settled_at IS NULL AND outcome IN ('conflict', 'review')"),
        sql("CREATE INDEX ix_walk_in_pending ON walk_in (session_id) WHERE outcome = 'pending'"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_index("field_arrival", "ix_field_arrival_open"),
        drop_index("walk_in", "ix_walk_in_pending"),
        drop_table("risk_notice"),
        drop_table("attendance_request"),
        drop_column("session", "closed_at"),
    ]
}

fn attendance_request() -> TableCreateStatement {
    let table = "attendance_request";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        .col(big_integer("session_id"))
        .col(text("kind"))
        // What the person says that it should be.
        .col(text("asked_state"))
        .col(text("text"))
        // The mark that the person saw when asking.
        .col(big_integer_null("seen_mark_id"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(big_integer("asked_by"))
        .col(big_integer_null("file_id").unique_key())
        // Of the bytes as they came; what is kept has its own digest.
        .col(text_null("received_sha256"))
        .col(integer_null("file_pages"))
        .col(text("state"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(big_integer_null("decided_by"))
        .col(text_null("decided_state"))
        .col(text_null("decided_reason"))
        // The mark that it became; an excuse waits for the session's day.
        .col(big_integer_null("mark_id"))
        .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(table, "session_id", "session", "id"))
        .foreign_key(&mut reference(table, "seen_mark_id", "attendance_mark", "id"))
        .foreign_key(&mut reference(table, "asked_by", "account", "id"))
        .foreign_key(&mut reference(table, "file_id", "stored_file", "id"))
        .foreign_key(&mut reference(table, "decided_by", "account", "id"))
        .foreign_key(&mut reference(table, "mark_id", "attendance_mark", "id"))
        .check(Expr::cust("(state = 'open') = (decided_at IS NULL)"))
        .check(Expr::cust("(decided_at IS NULL) = (decided_by IS NULL)"))
        .check(Expr::cust("(state = 'granted') = (decided_state IS NOT NULL)"))
        .check(Expr::cust("state <> 'refused' OR decided_reason IS NOT NULL"))
        .check(Expr::cust("state = 'granted' OR mark_id IS NULL"))
        .check(Expr::cust("(file_id IS NULL) = (received_sha256 IS NULL)"))
        .to_owned()
}

fn risk_notice() -> TableCreateStatement {
    Table::create()
        .table("risk_notice")
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        .col(text("level"))
        // Whole percents of that moment.
        .col(integer("percent"))
        .col(integer("reachable"))
        .col(integer("minimum"))
        .col(timestamp_with_time_zone("noticed_at"))
        // There was an address to write to.
        .col(boolean("is_told"))
        // Since when the person is no longer at that level.
        .col(timestamp_with_time_zone_null("over_at"))
        .foreign_key(&mut reference("risk_notice", "enrolment_id", "enrolment", "id"))
        .to_owned()
}
