//! What migrations are made of: steps, and the plain functions that build them.

use sea_orm_migration::{prelude::*, sea_orm::StatementBuilder};

/// A migration that consists of steps and nothing else.
pub struct Migration {
    /// The name of its file, by which a database remembers that it ran.
    pub name: &'static str,
    /// The steps that make the change.
    pub up: fn() -> Vec<Step>,
    /// The steps that take it back.
    pub down: fn() -> Vec<Step>,
}

impl MigrationName for Migration {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, (self.up)()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, (self.down)()).await
    }
}

/// One statement of a migration.
pub enum Step {
    /// A statement that is rendered for the database on which it runs.
    Statement(Box<dyn StatementBuilder + Send>),
    /// SQL that runs as it is written.
    Sql(String),
}

/// Runs the steps one after another.
pub async fn run(manager: &SchemaManager<'_>, steps: Vec<Step>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let backend = db.get_database_backend();
    for step in steps {
        match step {
            Step::Statement(statement) => {
                let statement = statement.build(&backend);
                db.execute_raw(statement).await?;
            }
            Step::Sql(text) => {
                db.execute_unprepared(&text).await?;
            }
        }
    }
    Ok(())
}

/// Runs a statement that the other functions do not know.
pub fn execute(statement: impl StatementBuilder + Send + 'static) -> Step {
    Step::Statement(Box::new(statement))
}

/// Runs the SQL as it is written.
pub fn sql(text: impl Into<String>) -> Step {
    Step::Sql(text.into())
}

/// Makes a table.
pub fn create_table(table: TableCreateStatement) -> Step {
    execute(table)
}

/// Drops a table.
pub fn drop_table(table: &'static str) -> Step {
    execute(Table::drop().table(table).to_owned())
}

/// Drops the tables in the order given: those that refer to others come first.
pub fn drop_tables(tables: &[&'static str]) -> Vec<Step> {
    tables.iter().copied().map(drop_table).collect()
}

/// Gives a table another name.
pub fn rename_table(from: &'static str, to: &'static str) -> Step {
    execute(Table::rename().table(from, to).to_owned())
}

/// Adds one column to a table: SQLite takes no more in a statement.
pub fn add_column(table: &'static str, column: impl IntoColumnDef) -> Step {
    execute(Table::alter().table(table).add_column(column).to_owned())
}

/// Drops one column of a table.
pub fn drop_column(table: &'static str, column: &'static str) -> Step {
    execute(Table::alter().table(table).drop_column(column).to_owned())
}

/// A foreign key. Nothing is deleted in cascade: what other rows speak of stays. It is said by the
/// databases' default (NO ACTION), which refuses as RESTRICT does; but SQLite answers RESTRICT with
/// a code that SeaORM does not take for a foreign key's, and could not drop a table whose rows name
/// one another.
pub fn reference(
    table: &'static str,
    column: &'static str,
    to_table: &'static str,
    to_column: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create().from(table, column).to(to_table, to_column).to_owned()
}

/// Makes an index named `ix_<table>_<columns>`.
pub fn index(table: &'static str, columns: &[&'static str]) -> Step {
    create_index(index_on(format!("ix_{table}_{}", columns.join("_")), table, columns))
}

/// Makes an index of the rows that meet the condition.
pub fn index_where(
    name: &str,
    table: &'static str,
    columns: &[&'static str],
    condition: Expr,
) -> Step {
    create_index(index_on(name, table, columns).and_where(condition).to_owned())
}

/// Makes an index that takes the same values once.
pub fn unique_index(name: &str, table: &'static str, columns: &[&'static str]) -> Step {
    create_index(index_on(name, table, columns).unique().to_owned())
}

/// Makes an index that takes the same values once among the rows that meet the condition.
pub fn unique_index_where(
    name: &str,
    table: &'static str,
    columns: &[&'static str],
    condition: Expr,
) -> Step {
    create_index(index_on(name, table, columns).unique().and_where(condition).to_owned())
}

/// Makes an index.
pub fn create_index(statement: IndexCreateStatement) -> Step {
    execute(statement)
}

/// Drops an index of a table.
pub fn drop_index(table: &'static str, name: &str) -> Step {
    execute(Index::drop().name(name).table(table).to_owned())
}

fn index_on(
    name: impl Into<String>,
    table: &'static str,
    columns: &[&'static str],
) -> IndexCreateStatement {
    let mut statement = Index::create();
    statement.name(name).table(table);
    for column in columns {
        statement.col(*column);
    }
    statement
}
