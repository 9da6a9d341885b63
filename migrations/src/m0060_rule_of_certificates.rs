//! What a certificate asks for beside attendance and grade (R51): a product, the survey, hours.

use sea_orm_migration::schema::{boolean, integer_null};

use crate::support::{Step, add_column, drop_column};

/// A version says it, and its cohorts keep a copy.
const TABLES: [&str; 2] = ["course_version", "cohort"];
const COLUMNS: [&str; 3] = ["asks_product", "asks_survey", "minimum_hours"];

pub fn up() -> Vec<Step> {
    // What was published and what runs asks for no more than it did.
    let columns = |table| {
        [
            add_column(table, boolean("asks_product").default(false)),
            add_column(table, boolean("asks_survey").default(false)),
            add_column(table, integer_null("minimum_hours")),
        ]
    };
    TABLES.into_iter().flat_map(columns).collect()
}

pub fn down() -> Vec<Step> {
    TABLES.into_iter().flat_map(|table| COLUMNS.map(|column| drop_column(table, column))).collect()
}
