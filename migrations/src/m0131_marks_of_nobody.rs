//! A mark that came by the link of a letter has no account as its author, and no longer that of whoever had
//! opened check-in (L12).

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::support::{Step, run, sql};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut steps = required(manager.get_database_backend(), false);
        steps.push(sql("UPDATE attendance_mark SET author_account_id = NULL WHERE by_link"));
        run(manager, steps).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut steps = vec![sql("UPDATE attendance_mark SET author_account_id = \
             (SELECT s.opened_by FROM session_code s WHERE s.session_id = attendance_mark.session_id \
             ORDER BY s.id DESC LIMIT 1) WHERE author_account_id IS NULL")];
        steps.extend(required(manager.get_database_backend(), true));
        run(manager, steps).await
    }
}

/// Whether every mark must name an account. SQLite has no statement for it: what it keeps of the table is
/// written anew, as its manual says for constraints that move no row.
fn required(backend: DbBackend, is_required: bool) -> Vec<Step> {
    if backend == DbBackend::Postgres {
        let verb = if is_required { "SET" } else { "DROP" };
        return vec![sql(format!(
            "ALTER TABLE attendance_mark ALTER COLUMN author_account_id {verb} NOT NULL"
        ))];
    }
    let (with, without) =
        ("\"author_account_id\" integer NOT NULL", "\"author_account_id\" integer NULL");
    let (from, to) = if is_required { (without, with) } else { (with, without) };
    vec![
        sql("PRAGMA writable_schema = ON"),
        sql(format!(
            "UPDATE sqlite_master SET sql = replace(sql, '{from}', '{to}') \
             WHERE type = 'table' AND name = 'attendance_mark'"
        )),
        sql("PRAGMA writable_schema = RESET"),
        // Other connections read the schema anew when a statement changes it.
        sql("CREATE INDEX ix_marks_of_nobody ON attendance_mark (id)"),
        sql("DROP INDEX ix_marks_of_nobody"),
    ]
}
