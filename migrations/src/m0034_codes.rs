//! Checking in by a code that changes (R38): what a room shows, who came by it, and the address in a
//! person's letter that needs no password.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, index, reference, sql,
};

pub fn up() -> Vec<Step> {
    vec![
        create_table(session_code()),
        index("session_code", &["session_id"]),
        index("session_code", &["opened_at"]),
        sql("CREATE UNIQUE INDEX ux_session_code_open ON session_code (session_id) \
             WHERE closed_at IS NULL"),
        create_table(code_arrival()),
        index("code_arrival", &["session_id", "enrolment_id"]),
        // The oldest digests are forgotten first.
        index("code_arrival", &["at"]),
        create_table(place_link()),
        index("place_link", &["enrolment_id"]),
        index("place_link", &["expires_at"]),
        // A screen that shows a code says something about people too, and may disagree with others.
        add_column("field_device", text("kind").default("telephone")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_column("field_device", "kind"),
        drop_table("place_link"),
        drop_table("code_arrival"),
        drop_table("session_code"),
    ]
}

fn session_code() -> TableCreateStatement {
    Table::create()
        .table("session_code")
        .col(big_pk_auto("id"))
        .col(big_integer("session_id"))
        // Both are forgotten when nobody can need them any more.
        .col(text_null("secret"))
        .col(text_null("salt"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(big_integer("opened_by"))
        .col(timestamp_with_time_zone_null("closed_at"))
        // The screen among the devices, once what it says disagrees with somebody.
        .col(big_integer_null("device_id"))
        .foreign_key(&mut reference("session_code", "session_id", "session", "id"))
        .foreign_key(&mut reference("session_code", "opened_by", "account", "id"))
        .foreign_key(&mut reference("session_code", "device_id", "field_device", "id"))
        .to_owned()
}

fn code_arrival() -> TableCreateStatement {
    Table::create()
        .table("code_arrival")
        .col(big_pk_auto("id"))
        .col(big_integer("code_id"))
        .col(big_integer("session_id"))
        .col(big_integer("enrolment_id"))
        .col(timestamp_with_time_zone("at"))
        .col(boolean("by_link"))
        // Nothing when somebody else had said otherwise: then it is in `field_arrival`.
        .col(big_integer_null("mark_id"))
        .col(text_null("network_digest"))
        .col(text_null("browser_digest"))
        .foreign_key(&mut reference("code_arrival", "code_id", "session_code", "id"))
        .foreign_key(&mut reference("code_arrival", "session_id", "session", "id"))
        .foreign_key(&mut reference("code_arrival", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("code_arrival", "mark_id", "attendance_mark", "id"))
        .to_owned()
}

fn place_link() -> TableCreateStatement {
    Table::create()
        .table("place_link")
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        .col(text("token_digest").unique_key())
        .col(timestamp_with_time_zone("made_at"))
        .col(timestamp_with_time_zone("expires_at"))
        .foreign_key(&mut reference("place_link", "enrolment_id", "enrolment", "id"))
        .to_owned()
}
