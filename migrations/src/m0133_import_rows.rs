//! Every row of a file of people as the person that it would become, and the questions that one answer
//! settles for all rows that say the same.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, boolean, integer, text, text_null},
};

use crate::support::{Step, add_column, create_table, drop_column, drop_tables, index, reference};

const ROW: &str = "enrolment_import_row";
const ISSUE: &str = "enrolment_import_issue";

pub fn up() -> Vec<Step> {
    vec![
        create_table(import_row()),
        // An import's rows from top to bottom.
        index(ROW, &["import_id", "row_number"]),
        add_column(ISSUE, text_null("target")),
        add_column(ISSUE, text_null("typed")),
        add_column(ISSUE, text_null("suggestion")),
    ]
}

pub fn down() -> Vec<Step> {
    let mut all = vec![
        drop_column(ISSUE, "suggestion"),
        drop_column(ISSUE, "typed"),
        drop_column(ISSUE, "target"),
    ];
    all.extend(drop_tables(&[ROW]));
    all
}

fn import_row() -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table(ROW)
        .col(big_pk_auto("id"))
        .col(big_integer("import_id"))
        .col(integer("row_number"))
        .col(text("fate"))
        .col(boolean("is_new"))
        .col(boolean("has_doubt"))
        .foreign_key(&mut reference(ROW, "import_id", "enrolment_import", "id"));
    for column in ["document", "name", "municipality", "entity", "position", "kind", "contacts"] {
        table.col(text(column));
    }
    table
}
