//! A second person confirms one decision, made on the facts that the first one saw (R80).

use sea_orm_migration::schema::{text, text_null};

use crate::support::{Step, add_column, drop_column};

const TABLE: &str = "second_confirmation";

pub fn up() -> Vec<Step> {
    vec![
        // What was asked about a certificate that exists is asked anew: nobody wrote down what it was.
        add_column(TABLE, text("deed").default("issue")),
        add_column(TABLE, text_null("facts_digest")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "facts_digest"), drop_column(TABLE, "deed")]
}
