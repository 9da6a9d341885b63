//! Who signed a kept document, and what was rendered before it was signed.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, text_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "certificate_document";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // All three, or none: what was kept before there was somebody who signs stays as it is.
        for mut column in [
            text_null("signing_provider"),
            text_null("rendered_sha256"),
            big_integer_null("rendered_length"),
        ] {
            manager
                .alter_table(Table::alter().table(TABLE).add_column(&mut column).to_owned())
                .await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["signing_provider", "rendered_sha256", "rendered_length"] {
            manager.alter_table(Table::alter().table(TABLE).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
