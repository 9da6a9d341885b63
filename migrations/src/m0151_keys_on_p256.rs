//! Keys that sign with ES256 beside those of Ed25519: on which curve a key is, and the second number of
//! its point.

use sea_orm_migration::schema::{text, text_null};

use crate::support::{Step, add_column, drop_column};

const TABLE: &str = "issuer_key";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, text("curve").default("ed25519")),
        add_column(TABLE, text_null("public_y")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "public_y"), drop_column(TABLE, "curve")]
}
