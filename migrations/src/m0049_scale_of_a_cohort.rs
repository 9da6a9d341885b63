//! A cohort grades from 0 to 5,0 or from 0 to 100 (R49): what holds a grade takes both.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, boolean, integer, integer_null, text, text_null,
        timestamp_with_time_zone,
    },
    sea_orm::DbBackend,
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, index, reference, rename_table, run,
    sql,
};

/// Tenths of the highest grade there is.
const HIGHEST: i32 = 1_000;
/// The same before.
const FIVE: i32 = 50;

const GRADE: &str = "activity_id, enrolment_id, tenths, updated_at";
const ENTRY: &str = "id, activity_id, enrolment_id, tenths, previous_tenths, author_account_id, \
                     recorded_at, origin, reason";
const GRADING: &str = "id, submission_id, rubric_id, grader_account_id, is_returned, tenths, \
                       comment, graded_at";
const MARK: &str = "grading_id, criterion, level, comment";
const MODERATION: &str = "id, submission_id, tenths, reason, moderator_account_id, at";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, up(manager.get_database_backend())).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, down(manager.get_database_backend())).await
    }
}

fn up(backend: DbBackend) -> Vec<Step> {
    let mut steps = vec![add_column("cohort", text("scale").default("five"))];
    steps.extend(bound(backend, HIGHEST));
    steps
}

fn down(backend: DbBackend) -> Vec<Step> {
    let mut steps = bound(backend, FIVE);
    steps.push(drop_column("cohort", "scale"));
    steps
}

/// Every grade lies from 0 to this many tenths.
fn bound(backend: DbBackend, highest: i32) -> Vec<Step> {
    match backend {
        DbBackend::Postgres => constraints(highest),
        _ => tables(highest),
    }
}

/// PostgreSQL named these when the tables were made.
fn constraints(highest: i32) -> Vec<Step> {
    let columns = [
        ("grade", "tenths"),
        ("grade_entry", "tenths"),
        ("grade_entry", "previous_tenths"),
        ("grading", "tenths"),
        ("moderation", "tenths"),
    ];
    let change = |(table, column): (&str, &str)| {
        let name = format!("{table}_{column}_check");
        let bounds = format!("CHECK ({column} BETWEEN 0 AND {highest})");
        [
            sql(format!("ALTER TABLE {table} DROP CONSTRAINT {name}")),
            sql(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {bounds}")),
        ]
    };
    columns.into_iter().flat_map(change).collect()
}

/// SQLite cannot change a CHECK: each table is made anew and takes the other's rows and name.
fn tables(highest: i32) -> Vec<Step> {
    vec![
        create_table(grade_new(highest)),
        copy("grade", "grade_new", GRADE),
        drop_table("grade"),
        rename_table("grade_new", "grade"),
        index("grade", &["enrolment_id"]),
        create_table(grade_entry_new(highest)),
        copy("grade_entry", "grade_entry_new", ENTRY),
        drop_table("grade_entry"),
        rename_table("grade_entry_new", "grade_entry"),
        index("grade_entry", &["enrolment_id"]),
        index("grade_entry", &["activity_id", "enrolment_id"]),
        // Marks name their grading, so both are made before the old ones go.
        create_table(grading_new(highest)),
        copy("grading", "grading_new", GRADING),
        create_table(grading_mark_new()),
        copy("grading_mark", "grading_mark_new", MARK),
        drop_table("grading_mark"),
        drop_table("grading"),
        // SQLite renames what names a table with it.
        rename_table("grading_new", "grading"),
        rename_table("grading_mark_new", "grading_mark"),
        index("grading", &["submission_id"]),
        create_table(moderation_new(highest)),
        copy("moderation", "moderation_new", MODERATION),
        drop_table("moderation"),
        rename_table("moderation_new", "moderation"),
        index("moderation", &["submission_id"]),
    ]
}

/// Copies the rows of one table into another.
fn copy(old: &str, new: &str, columns: &str) -> Step {
    sql(format!("INSERT INTO {new} ({columns}) SELECT {columns} FROM {old}"))
}

/// The column holds a number from 0 to the highest.
fn checked(column: &str, highest: i32) -> Expr {
    Expr::cust(format!("{column} BETWEEN 0 AND {highest}"))
}

fn grade_new(highest: i32) -> TableCreateStatement {
    let table = "grade_new";
    Table::create()
        .table(table)
        .col(big_integer("activity_id"))
        .col(big_integer("enrolment_id"))
        .col(integer("tenths"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(Index::create().col("activity_id").col("enrolment_id"))
        .foreign_key(&mut reference(table, "activity_id", "activity", "id"))
        .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
        .check(checked("tenths", highest))
        .to_owned()
}

fn grade_entry_new(highest: i32) -> TableCreateStatement {
    let table = "grade_entry_new";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("activity_id"))
        .col(big_integer("enrolment_id"))
        .col(integer_null("tenths"))
        .col(integer_null("previous_tenths"))
        .col(big_integer("author_account_id"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(text("origin").default("typed"))
        .col(text_null("reason"))
        .foreign_key(&mut reference(table, "activity_id", "activity", "id"))
        .foreign_key(&mut reference(table, "enrolment_id", "enrolment", "id"))
        .foreign_key(&mut reference(table, "author_account_id", "account", "id"))
        .check(checked("tenths", highest))
        .check(checked("previous_tenths", highest))
        .to_owned()
}

fn grading_new(highest: i32) -> TableCreateStatement {
    let table = "grading_new";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        .col(big_integer("rubric_id"))
        .col(big_integer("grader_account_id"))
        .col(boolean("is_returned"))
        .col(integer_null("tenths"))
        .col(text_null("comment"))
        .col(timestamp_with_time_zone("graded_at"))
        .foreign_key(&mut reference(table, "submission_id", "submission", "id"))
        .foreign_key(&mut reference(table, "rubric_id", "rubric", "id"))
        .foreign_key(&mut reference(table, "grader_account_id", "account", "id"))
        .check(Expr::cust("(tenths IS NULL) = is_returned"))
        .check(Expr::cust(format!("tenths IS NULL OR tenths BETWEEN 0 AND {highest}")))
        .check(Expr::cust("tenths IS NOT NULL OR comment IS NOT NULL"))
        .to_owned()
}

fn grading_mark_new() -> TableCreateStatement {
    let table = "grading_mark_new";
    Table::create()
        .table(table)
        .col(big_integer("grading_id"))
        .col(integer("criterion"))
        .col(integer("level"))
        .col(text_null("comment"))
        .primary_key(Index::create().col("grading_id").col("criterion"))
        .foreign_key(&mut reference(table, "grading_id", "grading_new", "id"))
        .to_owned()
}

fn moderation_new(highest: i32) -> TableCreateStatement {
    let table = "moderation_new";
    Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        .col(integer("tenths"))
        .col(text("reason"))
        .col(big_integer("moderator_account_id"))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut reference(table, "submission_id", "submission", "id"))
        .foreign_key(&mut reference(table, "moderator_account_id", "account", "id"))
        .check(checked("tenths", highest))
        .to_owned()
}
