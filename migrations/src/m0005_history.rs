//! Who did what, when: the append-only record that every command writes in its own transaction.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, text_null, timestamp_with_time_zone,
    },
};

use crate::support::{drop_tables, index};

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
                    .table("history_event")
                    .col(big_pk_auto("id"))
                    .col(timestamp_with_time_zone("at"))
                    .col(big_integer_null("actor_account_id"))
                    .col(text("action"))
                    .col(text("subject_kind"))
                    .col(big_integer("subject_id"))
                    .col(big_integer_null("cohort_id"))
                    .col(text("detail"))
                    .col(text_null("request_id"))
                    .to_owned(),
            )
            .await?;
        // Everything that happened in a cohort.
        index(manager, "history_event", &["cohort_id"]).await?;
        // The history of one thing.
        index(manager, "history_event", &["subject_kind", "subject_id"]).await?;
        // The newest first, and retention.
        index(manager, "history_event", &["at"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["history_event"]).await
    }
}
