//! Who came without being on the list, whether noted on a telephone or signed below a printed list:
//! one thing that one page settles.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, create_table, drop_index, drop_table, index, reference, rename_table, sql, unique_index,
};
use crate::{m0033_field, m0035_paper};

/// What both forms of the table have.
const COMMON: &str = "account_id, session_id, name, note, state, arrived_at, outcome, enrolment_id, \
                      mark_id, settled_at, settled_by, settled_reason";
const OF_TELEPHONES: &str = "device_id, sequence, device_at, sent_at";
/// The few that wait among very many, which went with the table (m0036).
const PENDING: &str =
    "CREATE INDEX ix_walk_in_pending ON walk_in (session_id) WHERE outcome = 'pending'";

pub fn up() -> Vec<Step> {
    vec![
        create_table(walk_in_wide()),
        sql(format!(
            "INSERT INTO walk_in_wide (key, {OF_TELEPHONES}, {COMMON}) \
             SELECT key, {OF_TELEPHONES}, {COMMON} FROM walk_in ORDER BY id"
        )),
        sql("INSERT INTO walk_in_wide (key, sheet_id, number, account_id, session_id, name, \
             state, arrived_at, outcome) \
             SELECT 'sheet-' || g.sheet_id || '-' || g.number, g.sheet_id, g.number, \
             g.entered_by, s.session_id, g.name, 'present', g.entered_at, 'pending' \
             FROM sheet_guest g JOIN sheet s ON s.id = g.sheet_id ORDER BY g.id"),
        drop_table("walk_in"),
        drop_table("sheet_guest"),
        rename_table("walk_in_wide", "walk_in"),
        // Who waits to be matched in a session.
        index("walk_in", &["session_id"]),
        sql(PENDING),
        unique_index("ux_walk_in_sheet_id_number", "walk_in", &["sheet_id", "number"]),
    ]
}

pub fn down() -> Vec<Step> {
    let mut steps = vec![
        rename_table("walk_in", "walk_in_wide"),
        drop_index("walk_in_wide", "ix_walk_in_session_id"),
        drop_index("walk_in_wide", "ix_walk_in_pending"),
        drop_index("walk_in_wide", "ux_walk_in_sheet_id_number"),
    ];
    steps.extend(m0033_field::walk_ins());
    steps.extend(m0035_paper::guests());
    steps.extend([
        sql(format!(
            "INSERT INTO walk_in (key, {OF_TELEPHONES}, {COMMON}) \
             SELECT key, {OF_TELEPHONES}, {COMMON} FROM walk_in_wide \
             WHERE device_id IS NOT NULL ORDER BY id"
        )),
        sql("INSERT INTO sheet_guest (sheet_id, number, name, entered_at, entered_by, \
             enrolment_id, settled_at, settled_by) \
             SELECT sheet_id, number, name, arrived_at, account_id, enrolment_id, settled_at, \
             settled_by FROM walk_in_wide WHERE sheet_id IS NOT NULL ORDER BY id"),
        drop_table("walk_in_wide"),
        sql(PENDING),
    ]);
    steps
}

fn walk_in_wide() -> TableCreateStatement {
    Table::create()
        .table("walk_in_wide")
        .col(big_pk_auto("id"))
        .col(text("key").unique_key())
        .col(big_integer_null("device_id"))
        .col(big_integer_null("sheet_id"))
        // The row of the sheet where they signed.
        .col(integer_null("number"))
        .col(big_integer("account_id"))
        .col(big_integer("session_id"))
        .col(text("name"))
        .col(text_null("note"))
        .col(text("state"))
        .col(big_integer_null("sequence"))
        .col(timestamp_with_time_zone_null("device_at"))
        .col(timestamp_with_time_zone_null("sent_at"))
        .col(timestamp_with_time_zone("arrived_at"))
        .col(text("outcome"))
        .col(big_integer_null("enrolment_id"))
        .col(big_integer_null("mark_id"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(big_integer_null("settled_by"))
        .col(text_null("settled_reason"))
        .foreign_key(&mut reference("walk_in_wide", "device_id", "field_device", "id"))
        .foreign_key(&mut reference("walk_in_wide", "sheet_id", "sheet", "id"))
        .foreign_key(&mut reference("walk_in_wide", "account_id", "account", "id"))
        .foreign_key(&mut reference("walk_in_wide", "session_id", "session", "id"))
        .foreign_key(&mut reference("walk_in_wide", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("walk_in_wide", "mark_id", "attendance_mark", "id"))
        .foreign_key(&mut reference("walk_in_wide", "settled_by", "account", "id"))
        .check(Expr::cust("(settled_at IS NULL) = (outcome = 'pending')"))
        .check(Expr::cust("(outcome = 'matched') = (enrolment_id IS NOT NULL)"))
        // Noted on a telephone, with its clock, or read from a row of a sheet.
        .check(Expr::cust("(device_id IS NULL) = (sheet_id IS NOT NULL)"))
        .check(Expr::cust("(device_id IS NULL) = (device_at IS NULL)"))
        .check(Expr::cust("(device_id IS NULL) = (sent_at IS NULL)"))
        .check(Expr::cust("(sheet_id IS NULL) = (number IS NULL)"))
        .to_owned()
}
