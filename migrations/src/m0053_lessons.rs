//! What a course learnt from those who applied it: lessons for whoever gives it next (R50).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(lesson()),
        // Those of a course, for whoever plans its next cohort; those of a cohort.
        index("lesson", &["course_id"]),
        index("lesson", &["cohort_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["lesson"])
}

fn lesson() -> TableCreateStatement {
    Table::create()
        .table("lesson")
        .col(big_pk_auto("id"))
        .col(big_integer("course_id"))
        // Whose people told it.
        .col(big_integer("cohort_id"))
        .col(text("kind"))
        .col(text("text"))
        .col(big_integer("author_account_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .col(big_integer_null("withdrawn_by"))
        .foreign_key(&mut reference("lesson", "course_id", "course", "id"))
        .foreign_key(&mut reference("lesson", "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference("lesson", "author_account_id", "account", "id"))
        .foreign_key(&mut reference("lesson", "withdrawn_by", "account", "id"))
        .check(Expr::cust("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"))
        .to_owned()
}
