//! What was learnt: graded activities, grades and their corrections.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, integer, integer_null, text, timestamp_with_time_zone},
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(activity()),
        create_table(grade()),
        // A participant's grades.
        index("grade", &["enrolment_id"]),
        create_table(grade_entry()),
        // The grades of a participant.
        index("grade_entry", &["enrolment_id"]),
        // The grades of one person in one activity, in order.
        index("grade_entry", &["activity_id", "enrolment_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["grade_entry", "grade", "activity"])
}

fn activity() -> TableCreateStatement {
    Table::create()
        .table("activity")
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        .col(text("kind"))
        .col(text("name"))
        .col(integer("weight"))
        .col(integer("position"))
        .foreign_key(&mut reference("activity", "cohort_id", "cohort", "id"))
        .index(
            Index::create()
                .unique()
                .name("ux_activity_cohort_id_position")
                .col("cohort_id")
                .col("position"),
        )
        .check(Expr::cust("weight BETWEEN 0 AND 100"))
        .to_owned()
}

fn grade() -> TableCreateStatement {
    Table::create()
        .table("grade")
        .col(big_integer("activity_id"))
        .col(big_integer("enrolment_id"))
        .col(integer("tenths"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(Index::create().col("activity_id").col("enrolment_id"))
        .foreign_key(&mut reference("grade", "activity_id", "activity", "id"))
        .foreign_key(&mut reference("grade", "enrolment_id", "enrolment", "id"))
        .check(Expr::cust("tenths BETWEEN 0 AND 50"))
        .to_owned()
}

fn grade_entry() -> TableCreateStatement {
    Table::create()
        .table("grade_entry")
        .col(big_pk_auto("id"))
        .col(big_integer("activity_id"))
        .col(big_integer("enrolment_id"))
        .col(integer_null("tenths"))
        .col(integer_null("previous_tenths"))
        .col(big_integer("author_account_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .foreign_key(&mut reference("grade_entry", "activity_id", "activity", "id"))
        .foreign_key(&mut reference("grade_entry", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("grade_entry", "author_account_id", "account", "id"))
        .check(Expr::cust("tenths BETWEEN 0 AND 50"))
        .check(Expr::cust("previous_tenths BETWEEN 0 AND 50"))
        .to_owned()
}
