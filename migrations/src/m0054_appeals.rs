//! Learners ask that a grade be looked at again, and are answered (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference, unique_index_where};

const TABLE: &str = "grade_appeal";

pub fn up() -> Vec<Step> {
    vec![
        create_table(grade_appeal()),
        // Of a person's grade, and of a cohort's activities.
        index(TABLE, &["enrolment_id", "activity_id"]),
        index(TABLE, &["activity_id"]),
        // One waits at a time, and those few are counted on a coordination's first page.
        unique_index_where(
            "ux_grade_appeal_open",
            TABLE,
            &["activity_id", "enrolment_id"],
            Expr::cust("state = 'open'"),
        ),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&[TABLE])
}

fn grade_appeal() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("activity_id"))
        .col(big_integer("enrolment_id"))
        // The grade that the person saw.
        .col(big_integer("entry_id"))
        .col(text("text"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(big_integer("asked_by"))
        .col(text("state"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .col(big_integer_null("decided_by"))
        .col(text_null("answer"))
        // The grade that it became.
        .col(big_integer_null("new_entry_id"))
        .foreign_key(&mut reference(TABLE, "activity_id", "activity", "id"))
        .foreign_key(&mut reference(TABLE, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(TABLE, "entry_id", "grade_entry", "id"))
        .foreign_key(&mut reference(TABLE, "asked_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "decided_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "new_entry_id", "grade_entry", "id"))
        .check(Expr::cust("(state = 'open') = (decided_at IS NULL)"))
        .check(Expr::cust("(state = 'changed') = (new_entry_id IS NOT NULL)"))
        .check(Expr::cust("state NOT IN ('changed', 'kept') OR answer IS NOT NULL"))
        .to_owned()
}
