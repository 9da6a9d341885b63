//! Who a course is for, as its version says, and the exceptions that a coordination made (R22).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, big_pk_auto, boolean, text, timestamp_with_time_zone},
};

use crate::support::{Step, add_column, create_table, drop_column, drop_table, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        // Versions that were published before admit everybody, as they did: they never change.
        add_column("course_version", text("admitted_kinds").default("")),
        add_column("course_version", boolean("servants_only").default(false)),
        add_column("course_version", boolean("own_municipalities").default(false)),
        add_column("course_version", big_integer_null("prerequisite_course_id")),
        create_table(enrolment_exception()),
        // The exceptions of a place.
        index("enrolment_exception", &["enrolment_id"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_table("enrolment_exception"),
        drop_column("course_version", "prerequisite_course_id"),
        drop_column("course_version", "own_municipalities"),
        drop_column("course_version", "servants_only"),
        drop_column("course_version", "admitted_kinds"),
    ]
}

fn enrolment_exception() -> TableCreateStatement {
    Table::create()
        .table("enrolment_exception")
        .col(big_pk_auto("id"))
        .col(big_integer("enrolment_id"))
        .col(text("rules"))
        .col(text("reason"))
        .col(big_integer_null("granted_by"))
        .col(timestamp_with_time_zone("granted_at"))
        .foreign_key(&mut reference("enrolment_exception", "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference("enrolment_exception", "granted_by", "account", "id"))
        .to_owned()
}
