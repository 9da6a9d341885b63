//! Files that people bring, printed attendance sheets and their signed scans (R37, R41).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, unique_index};

pub fn up() -> Vec<Step> {
    let mut steps = vec![
        create_table(stored_file()),
        create_table(sheet()),
        index("sheet", &["session_id"]),
        create_table(sheet_row()),
        index("sheet_row", &["enrolment_id"]),
        create_table(sheet_scan()),
        index("sheet_scan", &["session_id"]),
    ];
    steps.extend(guests());
    steps
}

pub fn down() -> Vec<Step> {
    drop_tables(&["sheet_guest", "sheet_scan", "sheet_row", "sheet", "stored_file"])
}

/// The table that m0040 replaces, and makes again when it is taken back.
pub fn guests() -> [Step; 2] {
    [
        create_table(sheet_guest()),
        unique_index("ux_sheet_guest_row", "sheet_guest", &["sheet_id", "number"]),
    ]
}

fn stored_file() -> TableCreateStatement {
    Table::create()
        .table("stored_file")
        .col(big_pk_auto("id"))
        .col(text("key").unique_key())
        .col(text("sha256"))
        .col(big_integer("bytes"))
        .col(text("content_type"))
        .col(timestamp_with_time_zone("created_at"))
        .col(big_integer_null("created_by"))
        .foreign_key(&mut reference("stored_file", "created_by", "account", "id"))
        .check(Expr::cust("bytes > 0"))
        .to_owned()
}

fn sheet() -> TableCreateStatement {
    Table::create()
        .table("sheet")
        .col(big_pk_auto("id"))
        .col(big_integer("session_id"))
        // Printed on the paper and typed by whoever has it.
        .col(text("code").unique_key())
        .col(text("kind"))
        // Rows on the paper, those for other people too.
        .col(integer("row_count"))
        .col(timestamp_with_time_zone("printed_at"))
        .col(big_integer("printed_by"))
        .foreign_key(&mut reference("sheet", "session_id", "session", "id"))
        .foreign_key(&mut reference("sheet", "printed_by", "account", "id"))
        .check(Expr::cust("row_count > 0"))
        .to_owned()
}

fn sheet_row() -> TableCreateStatement {
    Table::create()
        .table("sheet_row")
        .col(big_integer("sheet_id"))
        .col(integer("number"))
        .col(big_integer("enrolment_id"))
        .primary_key(Index::create().col("sheet_id").col("number"))
        .foreign_key(&mut reference("sheet_row", "sheet_id", "sheet", "id"))
        .foreign_key(&mut reference("sheet_row", "enrolment_id", "enrolment", "id"))
        .check(Expr::cust("number > 0"))
        .to_owned()
}

fn sheet_scan() -> TableCreateStatement {
    Table::create()
        .table("sheet_scan")
        .col(big_pk_auto("id"))
        .col(big_integer("session_id"))
        // The print it shows, when somebody said so.
        .col(big_integer_null("sheet_id"))
        .col(big_integer("file_id").unique_key())
        // Of the bytes as they came; what is kept has its own digest.
        .col(text("received_sha256"))
        .col(integer("pages"))
        .col(timestamp_with_time_zone("attached_at"))
        .col(big_integer("attached_by"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(big_integer_null("withdrawn_by"))
        .col(text_null("withdrawn_reason"))
        .foreign_key(&mut reference("sheet_scan", "session_id", "session", "id"))
        .foreign_key(&mut reference("sheet_scan", "sheet_id", "sheet", "id"))
        .foreign_key(&mut reference("sheet_scan", "file_id", "stored_file", "id"))
        .foreign_key(&mut reference("sheet_scan", "attached_by", "account", "id"))
        .foreign_key(&mut reference("sheet_scan", "withdrawn_by", "account", "id"))
        .check(Expr::cust("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)"))
        .to_owned()
}

/// Somebody who signed below the list, until it is known who it is.
fn sheet_guest() -> TableCreateStatement {
    Table::create()
        .table("sheet_guest")
        .col(big_pk_auto("id"))
        .col(big_integer("sheet_id"))
        .col(integer("number"))
        .col(text("name"))
        .col(timestamp_with_time_zone("entered_at"))
        .col(big_integer("entered_by"))
        .col(big_integer_null("enrolment_id"))
        .col(timestamp_with_time_zone_null("settled_at"))
        .col(big_integer_null("settled_by"))
        .foreign_key(&mut reference("sheet_guest", "sheet_id", "sheet", "id"))
        .foreign_key(&mut reference("sheet_guest", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("sheet_guest", "settled_by", "account", "id"))
        .foreign_key(&mut reference("sheet_guest", "entered_by", "account", "id"))
        .to_owned()
}
