//! What a person answers about the rows of a file on the page: cells mended, rows left out, spellings settled.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, integer, text},
};

use crate::support::{Step, create_table, drop_tables, reference, unique_index};

const ANSWER: &str = "enrolment_import_answer";

pub fn up() -> Vec<Step> {
    let mut table = Table::create();
    table
        .table(ANSWER)
        .col(big_pk_auto("id"))
        .col(big_integer("import_id"))
        .col(text("kind"))
        .col(integer("row_number"))
        .col(text("target"))
        .col(text("typed"))
        .col(text("value"))
        .foreign_key(&mut reference(ANSWER, "import_id", "enrolment_import", "id"));
    vec![
        create_table(table),
        // One answer to each question.
        unique_index(
            "ux_enrolment_import_answer",
            ANSWER,
            &["import_id", "kind", "row_number", "target", "typed"],
        ),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[ANSWER])
}
