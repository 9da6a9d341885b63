//! What a file of people would do to the seats, kept between its check and its import.

use sea_orm_migration::schema::text_null;

use crate::support::{Step, add_column, drop_column};

pub fn up() -> Vec<Step> {
    vec![add_column("enrolment_import", text_null("forecast"))]
}

pub fn down() -> Vec<Step> {
    vec![drop_column("enrolment_import", "forecast")]
}
