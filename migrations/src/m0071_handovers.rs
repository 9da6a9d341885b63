//! Municipalities where nobody certified is left for a capacity: who answers for it is told once.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, date, text, timestamp_with_time_zone},
};

use crate::support::{drop_tables, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const HANDOVER: &str = "handover";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(HANDOVER)
                    .col(big_pk_auto("id"))
                    .col(text("capacity_code"))
                    .col(text("municipality_code"))
                    // The first day without anybody.
                    .col(date("from_on"))
                    .col(timestamp_with_time_zone("noticed_at"))
                    .foreign_key(&mut reference(HANDOVER, "capacity_code", "capacity", "code"))
                    .foreign_key(&mut reference(
                        HANDOVER,
                        "municipality_code",
                        "municipality",
                        "code",
                    ))
                    .index(
                        Index::create()
                            .unique()
                            .name("ux_handover_day")
                            .col("capacity_code")
                            .col("municipality_code")
                            .col("from_on"),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[HANDOVER]).await
    }
}
