//! What municipalities must be able to do, and the official indicators that measure it.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, text},
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
                    .table("capacity")
                    .col(text("code").primary_key())
                    .col(text("name"))
                    .col(text("dimension"))
                    .col(text("subject"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("capacity_indicator")
                    .col(big_pk_auto("id"))
                    .col(text("capacity_code"))
                    .col(text("index_name"))
                    .col(text("indicator_code"))
                    .col(text("name"))
                    .col(text("unit"))
                    .col(text("range_text"))
                    .col(text("direction"))
                    .col(text("periodicity"))
                    .col(text("source_owner"))
                    .col(text("certainty"))
                    .col(text("evidence"))
                    .col(text("note"))
                    .foreign_key(&mut reference(
                        "capacity_indicator",
                        "capacity_code",
                        "capacity",
                        "code",
                    ))
                    .index(
                        Index::create()
                            .unique()
                            .name("ux_capacity_indicator_capacity_code_indicator_code")
                            .col("capacity_code")
                            .col("indicator_code"),
                    )
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["capacity_indicator", "capacity"]).await
    }
}
