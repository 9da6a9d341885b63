//! Who signed a kept document, and what was rendered before it was signed.

use sea_orm_migration::schema::{big_integer_null, text_null};

use crate::support::{Step, add_column, drop_column};

const TABLE: &str = "certificate_document";

pub fn up() -> Vec<Step> {
    // All three, or none: what was kept before there was somebody who signs stays as it is.
    vec![
        add_column(TABLE, text_null("signing_provider")),
        add_column(TABLE, text_null("rendered_sha256")),
        add_column(TABLE, big_integer_null("rendered_length")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_column(TABLE, "signing_provider"),
        drop_column(TABLE, "rendered_sha256"),
        drop_column(TABLE, "rendered_length"),
    ]
}
