//! Certificates that hold for some time only: a version says for how long, a certificate until when,
//! and its holder is told once before it ends.

use sea_orm_migration::{
    prelude::*,
    schema::{date_null, integer_null, timestamp_with_time_zone_null},
};

use crate::support::{Step, add_column, drop_column, drop_index, index_where};

/// For whoever looks for those that end soon: almost all hold for ever and are not in it.
const INDEX: &str = "certificate_valid_until";

pub fn up() -> Vec<Step> {
    vec![
        // What was published and issued holds for ever, as it did.
        add_column("course_version", integer_null("certificate_months")),
        add_column("certificate", date_null("valid_until")),
        add_column("certificate", timestamp_with_time_zone_null("expiry_told_at")),
        index_where(INDEX, "certificate", &["valid_until"], Expr::col("valid_until").is_not_null()),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_index("certificate", INDEX),
        drop_column("certificate", "expiry_told_at"),
        drop_column("certificate", "valid_until"),
        drop_column("course_version", "certificate_months"),
    ]
}
