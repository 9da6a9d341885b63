//! Where each grade came from, and why one was changed that had not been typed (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{text, text_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "grade_entry";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in [text("origin").default("typed").to_owned(), text_null("reason")] {
            let table = Table::alter().table(TABLE).add_column(&mut column).to_owned();
            manager.alter_table(table).await?;
        }
        // What a test or a product has filled until now was told apart by its activity alone.
        for (origin, by) in [("test", "exam"), ("product", "product")] {
            let filled = Query::select().column("activity_id").from(by).to_owned();
            let known = Query::update()
                .table(TABLE)
                .value("origin", origin)
                .and_where(Expr::col("activity_id").in_subquery(filled))
                .to_owned();
            manager.exec_stmt(known).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["reason", "origin"] {
            let table = Table::alter().table(TABLE).drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
