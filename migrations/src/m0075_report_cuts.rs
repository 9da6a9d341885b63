//! Cuts of a department's report: the figures of a month or a quarter as they were when it was over,
//! which no later correction changes.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, date, integer, text, timestamp_with_time_zone},
};

use crate::support::{drop_tables, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const CUT: &str = "report_cut";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(CUT)
                    .col(big_pk_auto("id"))
                    .col(text("department_code"))
                    .col(text("kind"))
                    .col(integer("year"))
                    .col(integer("number"))
                    .col(date("from_on"))
                    .col(date("to_on"))
                    .col(timestamp_with_time_zone("frozen_at"))
                    // Beside the whole, which may be a megabyte: lists and comparisons read this alone.
                    .col(text("summary"))
                    .col(text("body"))
                    .col(text("digest"))
                    .foreign_key(&mut reference(CUT, "department_code", "department", "code"))
                    .to_owned(),
            )
            .await?;
        // One of each; the list of a department reads it from its beginning.
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("ux_report_cut")
                    .table(CUT)
                    .col("department_code")
                    .col("kind")
                    .col("year")
                    .col("number")
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[CUT]).await
    }
}
