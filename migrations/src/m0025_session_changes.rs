//! What changed in the sessions of a published cohort, until the people enrolled were told; and
//! how often each session changed, which calendars ask (RFC 5545, SEQUENCE).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, integer, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sequence = integer("sequence").default(0).take();
        manager
            .alter_table(Table::alter().table("session").add_column(sequence).to_owned())
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("session_change")
                    .col(big_pk_auto("id"))
                    .col(big_integer("cohort_id"))
                    .col(big_integer_null("session_id"))
                    .col(text("kind"))
                    .col(timestamp_with_time_zone("at"))
                    .col(timestamp_with_time_zone_null("was_starts_at"))
                    .col(timestamp_with_time_zone_null("was_ends_at"))
                    .col(text_null("was_place"))
                    .col(text_null("was_link"))
                    .col(timestamp_with_time_zone_null("told_at"))
                    .foreign_key(&mut reference("session_change", "cohort_id", "cohort", "id"))
                    .foreign_key(&mut reference("session_change", "session_id", "session", "id"))
                    .to_owned(),
            )
            .await?;
        // What is still to be told: few rows of a table that only grows.
        index(manager, "session_change", &["told_at", "cohort_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["session_change"]).await?;
        let table = Table::alter().table("session").drop_column("sequence").to_owned();
        manager.alter_table(table).await
    }
}
