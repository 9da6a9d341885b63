//! What the migrations share, so that each reads as the tables it makes.

use sea_orm_migration::prelude::*;

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

/// An index named `ix_<table>_<columns>`.
pub async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
) -> Result<(), DbErr> {
    let mut statement = Index::create();
    statement.name(format!("ix_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        statement.col(*column);
    }
    manager.create_index(statement).await
}

/// Drops the tables in the order given: those that refer to others come first.
pub async fn drop_tables(
    manager: &SchemaManager<'_>,
    tables: &[&'static str],
) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}
