//! The signed credential of each certificate, and its place in a list of what was revoked (R58).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, integer, text, timestamp_with_time_zone},
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "certificate_credential";

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
                    .col(big_integer("certificate_id").primary_key())
                    .col(big_integer("key_id"))
                    .col(integer("list_number"))
                    .col(integer("list_index"))
                    .col(text("jwt"))
                    // Signed with the issue: the document carries it.
                    .col(boolean("is_enclosed"))
                    .col(timestamp_with_time_zone("signed_at"))
                    .foreign_key(&mut reference(TABLE, "certificate_id", "certificate", "id"))
                    .foreign_key(&mut reference(TABLE, "key_id", "issuer_key", "id"))
                    .check(Expr::cust("list_number >= 1"))
                    .check(Expr::cust("list_index >= 0 AND list_index < 131072"))
                    .to_owned(),
            )
            .await?;
        // A place of a list is one credential's; a list is read by its number.
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("ux_certificate_credential_place")
                    .table(TABLE)
                    .col("list_number")
                    .col("list_index")
                    .to_owned(),
            )
            .await?;
        // How many each key signed.
        index(manager, TABLE, &["key_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }
}
