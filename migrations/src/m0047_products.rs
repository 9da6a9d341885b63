//! Products that learners hand in (R48): what is asked for, the rubric, what was handed in and when,
//! and what each grader said of it. Nothing of it is overwritten but what is asked for.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, integer, integer_null, text,
        text_null, timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(product()),
        create_table(rubric()),
        create_table(submission()),
        // The list of a product.
        index("submission", &["activity_id"]),
        create_table(grading()),
        index("grading", &["submission_id"]),
        create_table(grading_mark()),
        create_table(moderation()),
        index("moderation", &["submission_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["moderation", "grading_mark", "grading", "submission", "rubric", "product"])
}

fn product() -> TableCreateStatement {
    Table::create()
        .table("product")
        .col(big_integer("activity_id").primary_key())
        .col(text("instructions"))
        .col(timestamp_with_time_zone_null("due_at"))
        // What becomes of what comes later; tenths of the scale for each day begun.
        .col(text("late"))
        .col(integer("discount"))
        .col(text("accepts"))
        // How many grade each product before its grade counts.
        .col(integer("graders"))
        // Tenths between two graders from which somebody decides.
        .col(integer("tolerance"))
        .col(timestamp_with_time_zone("updated_at"))
        .foreign_key(&mut reference("product", "activity_id", "activity", "id"))
        .check(Expr::cust("graders BETWEEN 1 AND 3 AND discount >= 0 AND tolerance >= 0"))
        .to_owned()
}

fn rubric() -> TableCreateStatement {
    Table::create()
        .table("rubric")
        .col(big_pk_auto("id"))
        .col(big_integer("activity_id"))
        .col(integer("number"))
        // Levels and criteria, as JSON that is read whole.
        .col(text("body"))
        .col(timestamp_with_time_zone("made_at"))
        .col(big_integer("made_by"))
        .foreign_key(&mut reference("rubric", "activity_id", "activity", "id"))
        .foreign_key(&mut reference("rubric", "made_by", "account", "id"))
        .index(Index::create().unique().name("ux_rubric").col("activity_id").col("number"))
        .to_owned()
}

fn submission() -> TableCreateStatement {
    let table = "submission";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("activity_id"))
        .col(big_integer("enrolment_id"))
        .col(integer("number"))
        .col(big_integer_null("file_id").unique_key())
        // Of the bytes as they came; what is kept has its own digest.
        .col(text_null("received_sha256"))
        .col(integer_null("file_pages"))
        .col(text_null("link"))
        .col(text_null("note"))
        .col(timestamp_with_time_zone("handed_at"))
        .col(big_integer("handed_by"))
        .col(integer("days_late"))
        .foreign_key(&mut reference(table, "activity_id", "activity", "id"))
        .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(table, "file_id", "stored_file", "id"))
        .foreign_key(&mut reference(table, "handed_by", "account", "id"))
        // Also what is asked of a person: their versions of one product.
        .index(
            Index::create()
                .unique()
                .name("ux_submission")
                .col("enrolment_id")
                .col("activity_id")
                .col("number"),
        )
        .check(Expr::cust("(file_id IS NULL) = (received_sha256 IS NULL)"))
        .check(Expr::cust("file_id IS NOT NULL OR link IS NOT NULL"))
        .check(Expr::cust("number >= 1 AND days_late >= 0"))
        .to_owned()
}

fn grading() -> TableCreateStatement {
    Table::create()
        .table("grading")
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        .col(big_integer("rubric_id"))
        .col(big_integer("grader_account_id"))
        // Given back to be made better: no grade.
        .col(boolean("is_returned"))
        .col(integer_null("tenths"))
        .col(text_null("comment"))
        .col(timestamp_with_time_zone("graded_at"))
        .foreign_key(&mut reference("grading", "submission_id", "submission", "id"))
        .foreign_key(&mut reference("grading", "rubric_id", "rubric", "id"))
        .foreign_key(&mut reference("grading", "grader_account_id", "account", "id"))
        .check(Expr::cust("(tenths IS NULL) = is_returned"))
        .check(Expr::cust("tenths IS NULL OR tenths BETWEEN 0 AND 50"))
        .check(Expr::cust("tenths IS NOT NULL OR comment IS NOT NULL"))
        .to_owned()
}

fn grading_mark() -> TableCreateStatement {
    Table::create()
        .table("grading_mark")
        .col(big_integer("grading_id"))
        // Of the criterion and of the level, from 0, as the rubric has them.
        .col(integer("criterion"))
        .col(integer("level"))
        .col(text_null("comment"))
        .primary_key(Index::create().col("grading_id").col("criterion"))
        .foreign_key(&mut reference("grading_mark", "grading_id", "grading", "id"))
        .to_owned()
}

fn moderation() -> TableCreateStatement {
    Table::create()
        .table("moderation")
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        .col(integer("tenths"))
        .col(text("reason"))
        .col(big_integer("moderator_account_id"))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut reference("moderation", "submission_id", "submission", "id"))
        .foreign_key(&mut reference("moderation", "moderator_account_id", "account", "id"))
        .check(Expr::cust("tenths BETWEEN 0 AND 50"))
        .to_owned()
}
