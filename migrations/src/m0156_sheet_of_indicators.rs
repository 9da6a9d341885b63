//! Which sheet of a workbook was read, where the importer chose one.

use sea_orm_migration::schema::text_null;

use crate::support::{Step, add_column, drop_column};

const TABLE: &str = "indicator_import";

pub fn up() -> Vec<Step> {
    vec![add_column(TABLE, text_null("sheet"))]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "sheet")]
}
