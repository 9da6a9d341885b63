//! The catalogue: courses, their versions, and the capacities that each version builds.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, integer, integer_null, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{Step, create_table, drop_tables, index, reference};

pub fn up() -> Vec<Step> {
    vec![
        create_table(course()),
        create_table(course_version()),
        // Search by name.
        index("course_version", &["search_name"]),
        create_table(course_version_capacity()),
        // The offer that builds a capacity.
        index("course_version_capacity", &["capacity_code"]),
    ]
}

pub fn down() -> Vec<Step> {
    drop_tables(&["course_version_capacity", "course_version", "course"])
}

fn course() -> TableCreateStatement {
    Table::create()
        .table("course")
        .col(big_pk_auto("id"))
        .col(text("code").unique_key())
        .col(text("subject"))
        .col(text("track"))
        .col(timestamp_with_time_zone("created_at"))
        .to_owned()
}

fn course_version() -> TableCreateStatement {
    Table::create()
        .table("course_version")
        .col(big_pk_auto("id"))
        .col(big_integer("course_id"))
        .col(integer("number"))
        .col(text("name"))
        .col(text("search_name"))
        .col(text("offer_type"))
        .col(text("modality"))
        .col(integer("hours"))
        .col(text("contents"))
        .col(text("objective"))
        .col(text("level"))
        .col(text("capacity_type"))
        .col(text("descriptor"))
        .col(integer("minimum_attendance"))
        .col(integer_null("pass_mark"))
        .col(text("state"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("published_at"))
        .foreign_key(&mut reference("course_version", "course_id", "course", "id"))
        .index(
            Index::create()
                .unique()
                .name("ux_course_version_course_id_number")
                .col("course_id")
                .col("number"),
        )
        .check(Expr::cust("number > 0"))
        .check(Expr::cust("hours > 0"))
        .check(Expr::cust("minimum_attendance BETWEEN 0 AND 100"))
        .check(Expr::cust("pass_mark BETWEEN 0 AND 50"))
        .to_owned()
}

fn course_version_capacity() -> TableCreateStatement {
    Table::create()
        .table("course_version_capacity")
        .col(big_integer("course_version_id"))
        .col(text("capacity_code"))
        .col(text("level"))
        .col(text("evidence"))
        .primary_key(Index::create().col("course_version_id").col("capacity_code"))
        .foreign_key(&mut reference(
            "course_version_capacity",
            "course_version_id",
            "course_version",
            "id",
        ))
        .foreign_key(&mut reference("course_version_capacity", "capacity_code", "capacity", "code"))
        .to_owned()
}
