//! The keys that sign credentials (R58). The private half is closed with a secret that is no part
//! of the database; no key is ever deleted, because what it signed is verified with it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, blob, text, timestamp_with_time_zone, timestamp_with_time_zone_null},
};

use crate::support::drop_tables;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "issuer_key";

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
                    // The address that is written into what it signs.
                    .col(text("kid").unique_key())
                    // The end of that address: what it is asked for by.
                    .col(text("thumbprint").unique_key())
                    .col(text("public_x"))
                    .col(blob("sealed"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("retired_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }
}
