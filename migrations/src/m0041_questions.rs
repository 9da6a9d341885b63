//! The bank of questions: a question, its versions, and the pictures that their texts name (R45).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, sql, unique_index};

pub fn up() -> Vec<Step> {
    vec![
        create_table(question()),
        // Tests are drawn from the questions of a capacity; the list is filtered by it.
        index("question", &["capacity_code", "difficulty"]),
        index("question", &["course_id"]),
        create_table(question_version()),
        unique_index(
            "ux_question_version_question_id_number",
            "question_version",
            &["question_id", "number"],
        ),
        // Two people who correct at once make one draft.
        sql("CREATE UNIQUE INDEX ux_question_version_draft ON question_version (question_id) \
             WHERE published_at IS NULL"),
        create_table(question_picture()),
        unique_index(
            "ux_question_picture_question_id_number",
            "question_picture",
            &["question_id", "number"],
        ),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["question_picture", "question_version", "question"])
}

fn question() -> TableCreateStatement {
    let table = "question";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(text("code").unique_key())
        // For which course it was written; its capacity decides where it is asked.
        .col(big_integer_null("course_id"))
        .col(text("capacity_code"))
        .col(integer("difficulty"))
        .col(text("state"))
        // The code and the latest version's text, folded: what a search looks through.
        .col(text("search_text"))
        .col(timestamp_with_time_zone("created_at"))
        .col(big_integer("author_account_id"))
        .foreign_key(&mut reference(table, "course_id", "course", "id"))
        .foreign_key(&mut reference(table, "capacity_code", "capacity", "code"))
        .foreign_key(&mut reference(table, "author_account_id", "account", "id"))
        .check(Expr::cust("difficulty BETWEEN 1 AND 3"))
        .check(Expr::cust("state IN ('draft', 'published', 'retired')"))
        .to_owned()
}

fn question_version() -> TableCreateStatement {
    let table = "question_version";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("question_id"))
        .col(integer("number"))
        // `questions::Question` as JSON.
        .col(text("body"))
        // Of the body as it was published: proves that nobody changed it since.
        .col(text_null("body_sha256"))
        // What it corrects.
        .col(text_null("note"))
        .col(timestamp_with_time_zone("created_at"))
        .col(big_integer("author_account_id"))
        .col(timestamp_with_time_zone_null("published_at"))
        .col(big_integer_null("published_by_account_id"))
        .foreign_key(&mut reference(table, "question_id", "question", "id"))
        .foreign_key(&mut reference(table, "author_account_id", "account", "id"))
        .foreign_key(&mut reference(table, "published_by_account_id", "account", "id"))
        .check(Expr::cust("number > 0"))
        .check(Expr::cust("(published_at IS NULL) = (published_by_account_id IS NULL)"))
        .check(Expr::cust("(published_at IS NULL) = (body_sha256 IS NULL)"))
        .to_owned()
}

fn question_picture() -> TableCreateStatement {
    let table = "question_picture";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("question_id"))
        // `picture:imagen-<number>` in the texts of every version; never given again.
        .col(integer("number"))
        .col(big_integer("file_id").unique_key())
        // Of the bytes as they came; what is kept has its own digest.
        .col(text("received_sha256"))
        .col(timestamp_with_time_zone("added_at"))
        .col(big_integer("author_account_id"))
        .foreign_key(&mut reference(table, "question_id", "question", "id"))
        .foreign_key(&mut reference(table, "file_id", "stored_file", "id"))
        .foreign_key(&mut reference(table, "author_account_id", "account", "id"))
        .check(Expr::cust("number > 0"))
        .to_owned()
}
