//! Tests on paper (R44, R46): what was printed, whole, so that a sheet that comes back weeks later is
//! read by what its person had before them; and the sheets, each by its code.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(exam_print()),
        // The prints of a test.
        index("exam_print", &["exam_id"]),
        create_table(exam_form()),
        create_table(exam_form_item()),
        create_table(exam_sheet()),
        // The sheets of a print; everything of a person.
        index("exam_sheet", &["form_id"]),
        index("exam_sheet", &["enrolment_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["exam_sheet", "exam_form_item", "exam_form", "exam_print"])
}

fn exam_print() -> TableCreateStatement {
    Table::create()
        .table("exam_print")
        .col(big_pk_auto("id"))
        .col(big_integer("exam_id"))
        // When and where people answer, as the papers say.
        .col(timestamp_with_time_zone("sits_at"))
        .col(text("place"))
        .col(timestamp_with_time_zone("printed_at"))
        .col(big_integer("printed_by"))
        .foreign_key(&mut reference("exam_print", "exam_id", "exam", "id"))
        .foreign_key(&mut reference("exam_print", "printed_by", "account", "id"))
        .to_owned()
}

fn exam_form() -> TableCreateStatement {
    Table::create()
        .table("exam_form")
        .col(big_pk_auto("id"))
        .col(big_integer("print_id"))
        .col(text("letter"))
        // The 64 bits from which its order came.
        .col(big_integer("seed"))
        .foreign_key(&mut reference("exam_form", "print_id", "exam_print", "id"))
        .index(Index::create().unique().name("ux_exam_form").col("print_id").col("letter"))
        .check(Expr::cust("letter IN ('A', 'B', 'C', 'D')"))
        .to_owned()
}

fn exam_form_item() -> TableCreateStatement {
    Table::create()
        .table("exam_form_item")
        .col(big_integer("form_id"))
        .col(integer("position"))
        .col(big_integer("line_id"))
        .col(big_integer("question_version_id"))
        .col(integer("points"))
        // JSON: the places of its options in the order of their letters.
        .col(text("shown"))
        .primary_key(Index::create().col("form_id").col("position"))
        .foreign_key(&mut reference("exam_form_item", "form_id", "exam_form", "id"))
        .foreign_key(&mut reference("exam_form_item", "line_id", "exam_line", "id"))
        .foreign_key(&mut reference(
            "exam_form_item",
            "question_version_id",
            "question_version",
            "id",
        ))
        .to_owned()
}

fn exam_sheet() -> TableCreateStatement {
    Table::create()
        .table("exam_sheet")
        .col(big_pk_auto("id"))
        .col(big_integer("form_id"))
        // From 1, in its print.
        .col(integer("number"))
        .col(text("code").unique_key())
        // Nobody's until it is entered, when it was printed without a name.
        .col(big_integer_null("enrolment_id"))
        .col(big_integer_null("attempt_id").unique_key())
        .col(timestamp_with_time_zone_null("entered_at"))
        .col(big_integer_null("entered_by"))
        // How often it was entered: whoever corrects says what they saw.
        .col(integer("revision"))
        // JSON: the questions whose answer could not be read.
        .col(text("unread"))
        .col(text_null("note"))
        .foreign_key(&mut reference("exam_sheet", "form_id", "exam_form", "id"))
        .foreign_key(&mut reference("exam_sheet", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("exam_sheet", "attempt_id", "attempt", "id"))
        .foreign_key(&mut reference("exam_sheet", "entered_by", "account", "id"))
        .check(Expr::cust("(attempt_id IS NULL) = (entered_at IS NULL)"))
        .check(Expr::cust("(attempt_id IS NULL) = (entered_by IS NULL)"))
        .check(Expr::cust("attempt_id IS NULL OR enrolment_id IS NOT NULL"))
        .check(Expr::cust("(attempt_id IS NULL) = (revision = 0)"))
        .to_owned()
}
