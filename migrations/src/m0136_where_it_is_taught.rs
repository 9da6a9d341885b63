//! The municipality where a cohort is taught, which its certificates name: those for which it is may be
//! others (R83).

use sea_orm_migration::schema::text_null;

use crate::support::{Step, add_column, drop_column};

pub fn up() -> Vec<Step> {
    vec![add_column("cohort", text_null("taught_in"))]
}

pub fn down() -> Vec<Step> {
    vec![drop_column("cohort", "taught_in")]
}
