//! Tests answered on the page: what one asks, each person's attempts, and every answer as it was
//! given (R44, R46).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, integer_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql};

pub fn up() -> Vec<Step> {
    vec![
        create_table(exam()),
        create_table(exam_line()),
        create_table(attempt()),
        // Everything of a person; what a worker has to end.
        index("attempt", &["enrolment_id"]),
        sql("CREATE UNIQUE INDEX ux_attempt_open ON attempt (exam_id, enrolment_id) \
             WHERE state = 'open'"),
        sql("CREATE INDEX ix_attempt_ends ON attempt (ends_at) WHERE state = 'open'"),
        create_table(attempt_item()),
        // How a question did, and whom its correction reaches.
        index("attempt_item", &["question_version_id"]),
        create_table(attempt_answer()),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["attempt_answer", "attempt_item", "attempt", "exam_line", "exam"])
}

fn exam() -> TableCreateStatement {
    Table::create()
        .table("exam")
        .col(big_pk_auto("id"))
        // An activity is answered on the page or graded by hand.
        .col(big_integer("activity_id").unique_key())
        .col(timestamp_with_time_zone("opens_at"))
        .col(timestamp_with_time_zone("closes_at"))
        // Of one attempt; without them it lasts until the closing.
        .col(integer_null("minutes"))
        .col(integer("attempts"))
        .col(text("keep"))
        .col(text("feedback"))
        // Since the first attempt.
        .col(timestamp_with_time_zone_null("frozen_at"))
        .foreign_key(&mut reference("exam", "activity_id", "activity", "id"))
        .check(Expr::cust("opens_at < closes_at"))
        .check(Expr::cust("attempts >= 1"))
        .check(Expr::cust("minutes IS NULL OR minutes >= 1"))
        .to_owned()
}

fn exam_line() -> TableCreateStatement {
    Table::create()
        .table("exam_line")
        .col(big_pk_auto("id"))
        .col(big_integer("exam_id"))
        .col(integer("position"))
        .col(text("capacity_code"))
        // 1 to 3; without it, any.
        .col(integer_null("difficulty"))
        .col(integer("question_count"))
        // Of each question.
        .col(integer("points"))
        .foreign_key(&mut reference("exam_line", "exam_id", "exam", "id"))
        .foreign_key(&mut reference("exam_line", "capacity_code", "capacity", "code"))
        .index(
            Index::create().unique().name("ux_exam_line_position").col("exam_id").col("position"),
        )
        .check(Expr::cust("question_count >= 1 AND points >= 1"))
        .to_owned()
}

fn attempt() -> TableCreateStatement {
    Table::create()
        .table("attempt")
        .col(big_pk_auto("id"))
        .col(big_integer("exam_id"))
        .col(big_integer("enrolment_id"))
        .col(integer("number"))
        // Who began it, in whose name a worker writes the grade.
        .col(big_integer("account_id"))
        // The 64 bits from which its questions were drawn.
        .col(big_integer("seed"))
        .col(timestamp_with_time_zone("started_at"))
        .col(timestamp_with_time_zone("ends_at"))
        .col(timestamp_with_time_zone_null("submitted_at"))
        .col(text("state"))
        // Millionths of a point; none while an open answer waits for a grader.
        .col(big_integer_null("points"))
        .col(big_integer("of"))
        .foreign_key(&mut reference("attempt", "exam_id", "exam", "id"))
        .foreign_key(&mut reference("attempt", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("attempt", "account_id", "account", "id"))
        .index(
            Index::create()
                .unique()
                .name("ux_attempt_number")
                .col("exam_id")
                .col("enrolment_id")
                .col("number"),
        )
        .check(Expr::cust("(state = 'open') = (submitted_at IS NULL)"))
        .check(Expr::cust("state <> 'open' OR points IS NULL"))
        .to_owned()
}

fn attempt_item() -> TableCreateStatement {
    Table::create()
        .table("attempt_item")
        .col(big_integer("attempt_id"))
        .col(integer("position"))
        .col(big_integer("line_id"))
        .col(big_integer("question_version_id"))
        .col(integer("points"))
        // JSON: the places of its options in the order in which they are shown.
        .col(text("shown"))
        // Millionths of a point.
        .col(big_integer_null("earned"))
        .col(text_null("comment"))
        .col(big_integer_null("graded_by"))
        .col(timestamp_with_time_zone_null("graded_at"))
        .primary_key(Index::create().col("attempt_id").col("position"))
        .foreign_key(&mut reference("attempt_item", "attempt_id", "attempt", "id"))
        .foreign_key(&mut reference("attempt_item", "line_id", "exam_line", "id"))
        .foreign_key(&mut reference(
            "attempt_item",
            "question_version_id",
            "question_version",
            "id",
        ))
        .foreign_key(&mut reference("attempt_item", "graded_by", "account", "id"))
        .check(Expr::cust("(graded_by IS NULL) = (graded_at IS NULL)"))
        .to_owned()
}

fn attempt_answer() -> TableCreateStatement {
    Table::create()
        .table("attempt_answer")
        .col(big_integer("attempt_id"))
        .col(integer("position"))
        // From 1; the last one counts.
        .col(integer("sequence"))
        // JSON of `questions::Answer`.
        .col(text("answer"))
        .col(timestamp_with_time_zone("saved_at"))
        .primary_key(Index::create().col("attempt_id").col("position").col("sequence"))
        .foreign_key(&mut reference("attempt_answer", "attempt_id", "attempt", "id"))
        .to_owned()
}
