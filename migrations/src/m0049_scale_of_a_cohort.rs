//! A cohort grades from 0 to 5,0 or from 0 to 100 (R49): what holds a grade takes both.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, boolean, integer, integer_null, text, text_null,
        timestamp_with_time_zone,
    },
    sea_orm::DbBackend,
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

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

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut scale = text("scale").default("five").to_owned();
        let table = Table::alter().table("cohort").add_column(&mut scale).to_owned();
        manager.alter_table(table).await?;
        bound(manager, HIGHEST).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        bound(manager, FIVE).await?;
        let table = Table::alter().table("cohort").drop_column("scale").to_owned();
        manager.alter_table(table).await
    }
}

/// Every grade lies from 0 to this many tenths.
async fn bound(manager: &SchemaManager<'_>, highest: i32) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        return constraints(manager, highest).await;
    }
    // SQLite cannot change a CHECK: each table is made anew and takes the other's rows and name.
    let checked = |column: &str| Expr::cust(format!("{column} BETWEEN 0 AND {highest}"));
    let grade = Table::create()
        .table("grade_new")
        .col(big_integer("activity_id"))
        .col(big_integer("enrolment_id"))
        .col(integer("tenths"))
        .col(timestamp_with_time_zone("updated_at"))
        .primary_key(Index::create().col("activity_id").col("enrolment_id"))
        .foreign_key(&mut reference("grade_new", "activity_id", "activity", "id"))
        .foreign_key(&mut reference("grade_new", "enrolment_id", "enrolment", "id"))
        .check(checked("tenths"))
        .to_owned();
    replace(manager, "grade", "grade_new", grade, GRADE).await?;
    index(manager, "grade", &["enrolment_id"]).await?;

    let table = "grade_entry_new";
    let entry = Table::create()
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
        .check(checked("tenths"))
        .check(checked("previous_tenths"))
        .to_owned();
    replace(manager, "grade_entry", table, entry, ENTRY).await?;
    index(manager, "grade_entry", &["enrolment_id"]).await?;
    index(manager, "grade_entry", &["activity_id", "enrolment_id"]).await?;

    // Marks name their grading, so both are made before the old ones go.
    let table = "grading_new";
    let grading = Table::create()
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
        .to_owned();
    fill(manager, "grading", table, grading, GRADING).await?;
    let table = "grading_mark_new";
    let mark = Table::create()
        .table(table)
        .col(big_integer("grading_id"))
        .col(integer("criterion"))
        .col(integer("level"))
        .col(text_null("comment"))
        .primary_key(Index::create().col("grading_id").col("criterion"))
        .foreign_key(&mut reference(table, "grading_id", "grading_new", "id"))
        .to_owned();
    fill(manager, "grading_mark", table, mark, MARK).await?;
    drop_tables(manager, &["grading_mark", "grading"]).await?;
    // SQLite renames what names a table with it.
    rename(manager, "grading_new", "grading").await?;
    rename(manager, "grading_mark_new", "grading_mark").await?;
    index(manager, "grading", &["submission_id"]).await?;

    let table = "moderation_new";
    let moderation = Table::create()
        .table(table)
        .col(big_pk_auto("id"))
        .col(big_integer("submission_id"))
        .col(integer("tenths"))
        .col(text("reason"))
        .col(big_integer("moderator_account_id"))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(&mut reference(table, "submission_id", "submission", "id"))
        .foreign_key(&mut reference(table, "moderator_account_id", "account", "id"))
        .check(checked("tenths"))
        .to_owned();
    replace(manager, "moderation", table, moderation, MODERATION).await?;
    index(manager, "moderation", &["submission_id"]).await
}

/// PostgreSQL named these when the tables were made.
async fn constraints(manager: &SchemaManager<'_>, highest: i32) -> Result<(), DbErr> {
    for (table, column) in [
        ("grade", "tenths"),
        ("grade_entry", "tenths"),
        ("grade_entry", "previous_tenths"),
        ("grading", "tenths"),
        ("moderation", "tenths"),
    ] {
        let name = format!("{table}_{column}_check");
        run(manager, &format!("ALTER TABLE {table} DROP CONSTRAINT {name}")).await?;
        let bounds = format!("CHECK ({column} BETWEEN 0 AND {highest})");
        run(manager, &format!("ALTER TABLE {table} ADD CONSTRAINT {name} {bounds}")).await?;
    }
    Ok(())
}

/// A table in another's place, with its rows.
async fn replace(
    manager: &SchemaManager<'_>,
    old: &'static str,
    new: &'static str,
    table: TableCreateStatement,
    columns: &str,
) -> Result<(), DbErr> {
    fill(manager, old, new, table, columns).await?;
    drop_tables(manager, &[old]).await?;
    rename(manager, new, old).await
}

async fn fill(
    manager: &SchemaManager<'_>,
    old: &'static str,
    new: &'static str,
    table: TableCreateStatement,
    columns: &str,
) -> Result<(), DbErr> {
    manager.create_table(table).await?;
    run(manager, &format!("INSERT INTO {new} ({columns}) SELECT {columns} FROM {old}")).await
}

async fn rename(
    manager: &SchemaManager<'_>,
    from: &'static str,
    to: &'static str,
) -> Result<(), DbErr> {
    manager.rename_table(Table::rename().table(from, to).to_owned()).await
}

async fn run(manager: &SchemaManager<'_>, statement: &str) -> Result<(), DbErr> {
    manager.get_connection().execute_unprepared(statement).await.map(drop)
}
