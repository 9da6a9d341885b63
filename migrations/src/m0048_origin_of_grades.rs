//! Where each grade came from, and why one was changed that had not been typed (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{text, text_null},
};

use crate::support::{Step, add_column, drop_column, execute};

const TABLE: &str = "grade_entry";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, text("origin").default("typed")),
        add_column(TABLE, text_null("reason")),
        // What a test or a product has filled until now was told apart by its activity alone.
        execute(set_origin("test", "exam")),
        execute(set_origin("product", "product")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "reason"), drop_column(TABLE, "origin")]
}

fn set_origin(origin: &'static str, by: &'static str) -> UpdateStatement {
    let filled = Query::select().column("activity_id").from(by).to_owned();
    Query::update()
        .table(TABLE)
        .value("origin", origin)
        .and_where(Expr::col("activity_id").in_subquery(filled))
        .to_owned()
}
