//! The private address at which somebody's calendar is read, of which only a digest is kept.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, text, timestamp_with_time_zone},
};

use crate::support::{drop_tables, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("calendar_address")
                    .col(big_integer("account_id").primary_key())
                    .col(text("token_hash").unique_key())
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(&mut reference("calendar_address", "account_id", "account", "id"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["calendar_address"]).await
    }
}
