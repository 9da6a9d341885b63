//! Drawn signatures of documents.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, big_pk_auto, blob, text, timestamp_with_time_zone},
};

use crate::support::{drop_tables, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "signature_drawing";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(TABLE)
                    .col(big_pk_auto("id"))
                    // Certificates name it by this, for ever; and nobody keeps the same one twice.
                    .col(text("sha256").unique_key())
                    .col(text("content_type"))
                    .col(blob("bytes"))
                    .col(text("name"))
                    .col(timestamp_with_time_zone("added_at"))
                    .col(big_integer_null("added_by"))
                    .foreign_key(&mut reference(TABLE, "added_by", "account", "id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }
}
