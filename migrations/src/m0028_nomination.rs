//! Which entity put somebody forward for a cohort (R23).

use sea_orm_migration::schema::big_integer_null;

use crate::support::{Step, add_column, drop_column, drop_index, index};

pub fn up() -> Vec<Step> {
    vec![
        add_column("enrolment", big_integer_null("nominated_by")),
        // What an entity's focal point put forward.
        index("enrolment", &["nominated_by"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_index("enrolment", "ix_enrolment_nominated_by"),
        drop_column("enrolment", "nominated_by"),
    ]
}
