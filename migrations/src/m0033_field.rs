//! Telephones that keep lists, what each of them was given and everything that it sent (R36, R37,
//! R39); and requests that may be sent again.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    let mut steps = vec![
        create_table(idempotent_request()),
        // The oldest go first.
        index("idempotent_request", &["reserved_at"]),
        create_table(field_device()),
        // The telephones of a person.
        index("field_device", &["account_id"]),
        create_table(field_handout()),
        create_table(field_arrival()),
        // What a telephone said of a person last, and what waits in a session.
        index("field_arrival", &["session_id", "enrolment_id", "device_id"]),
        // The doctor asks which marks came from a telephone.
        index("field_arrival", &["mark_id"]),
    ];
    steps.extend(walk_ins());
    steps
}

pub fn down() -> Vec<Step> {
    drop_tables(&[
        "walk_in",
        "field_arrival",
        "field_handout",
        "field_device",
        "idempotent_request",
    ])
}

/// The table that m0040 replaces, and makes again when it is taken back.
pub fn walk_ins() -> [Step; 2] {
    [
        create_table(walk_in()),
        // Who waits to be matched in a session.
        index("walk_in", &["session_id"]),
    ]
}

/// The answer of a change is kept beside it, so that the same request again finds it.
fn idempotent_request() -> TableCreateStatement {
    Table::create()
        .table("idempotent_request")
        .col(big_integer("account_id"))
        .col(text("key"))
        .col(text("body_digest"))
        // Who is at work on it: whoever takes it over writes another word.
        .col(text("holder"))
        .col(timestamp_with_time_zone("reserved_at"))
        .col(timestamp_with_time_zone_null("answered_at"))
        .col(integer_null("status"))
        .col(text_null("answer"))
        .primary_key(Index::create().col("account_id").col("key"))
        .foreign_key(&mut reference("idempotent_request", "account_id", "account", "id"))
        .check(Expr::cust("(answered_at IS NULL) = (answer IS NULL)"))
        .to_owned()
}

fn field_device() -> TableCreateStatement {
    Table::create()
        .table("field_device")
        .col(big_pk_auto("id"))
        .col(big_integer("account_id"))
        .col(text("label"))
        .col(text("token_digest").unique_key())
        .col(text_null("session_digest"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone("last_seen_at"))
        .col(timestamp_with_time_zone_null("left_at"))
        .col(timestamp_with_time_zone_null("revoked_at"))
        .col(big_integer_null("revoked_by"))
        .foreign_key(&mut reference("field_device", "account_id", "account", "id"))
        .foreign_key(&mut reference("field_device", "revoked_by", "account", "id"))
        .check(Expr::cust("(revoked_at IS NULL) = (revoked_by IS NULL)"))
        .to_owned()
}

fn field_handout() -> TableCreateStatement {
    Table::create()
        .table("field_handout")
        .col(big_integer("device_id"))
        .col(big_integer("session_id"))
        .col(timestamp_with_time_zone("at"))
        .primary_key(Index::create().col("device_id").col("session_id"))
        .foreign_key(&mut reference("field_handout", "device_id", "field_device", "id"))
        .foreign_key(&mut reference("field_handout", "session_id", "session", "id"))
        .to_owned()
}

fn field_arrival() -> TableCreateStatement {
    Table::create()
        .table("field_arrival")
        .col(big_pk_auto("id"))
        .col(text("key").unique_key())
        .col(big_integer("device_id"))
        .col(big_integer("account_id"))
        .col(big_integer("session_id"))
        .col(big_integer("enrolment_id"))
        .col(text("state"))
        .col(integer_null("minutes"))
        .col(text_null("note"))
        .col(big_integer_null("seen_mark_id"))
        .col(big_integer("sequence"))
        .col(timestamp_with_time_zone("device_at"))
        .col(timestamp_with_time_zone("sent_at"))
        .col(timestamp_with_time_zone("arrived_at"))
        .col(text("outcome"))
        .col(text_null("why"))
        .col(big_integer_null("mark_id"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(big_integer_null("settled_by"))
        .col(text_null("settled_as"))
        .col(text_null("settled_reason"))
        .foreign_key(&mut reference("field_arrival", "device_id", "field_device", "id"))
        .foreign_key(&mut reference("field_arrival", "account_id", "account", "id"))
        .foreign_key(&mut reference("field_arrival", "session_id", "session", "id"))
        .foreign_key(&mut reference("field_arrival", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("field_arrival", "mark_id", "attendance_mark", "id"))
        .foreign_key(&mut reference("field_arrival", "settled_by", "account", "id"))
        .check(Expr::cust("(settled_at IS NULL) = (settled_as IS NULL)"))
        .to_owned()
}

fn walk_in() -> TableCreateStatement {
    Table::create()
        .table("walk_in")
        .col(big_pk_auto("id"))
        .col(text("key").unique_key())
        .col(big_integer("device_id"))
        .col(big_integer("account_id"))
        .col(big_integer("session_id"))
        .col(text("name"))
        .col(text_null("note"))
        .col(text("state"))
        .col(big_integer("sequence"))
        .col(timestamp_with_time_zone("device_at"))
        .col(timestamp_with_time_zone("sent_at"))
        .col(timestamp_with_time_zone("arrived_at"))
        .col(text("outcome"))
        .col(big_integer_null("enrolment_id"))
        .col(big_integer_null("mark_id"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(big_integer_null("settled_by"))
        .col(text_null("settled_reason"))
        .foreign_key(&mut reference("walk_in", "device_id", "field_device", "id"))
        .foreign_key(&mut reference("walk_in", "account_id", "account", "id"))
        .foreign_key(&mut reference("walk_in", "session_id", "session", "id"))
        .foreign_key(&mut reference("walk_in", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("walk_in", "mark_id", "attendance_mark", "id"))
        .foreign_key(&mut reference("walk_in", "settled_by", "account", "id"))
        .check(Expr::cust("(settled_at IS NULL) = (outcome = 'pending')"))
        .check(Expr::cust("(outcome = 'matched') = (enrolment_id IS NOT NULL)"))
        .to_owned()
}
