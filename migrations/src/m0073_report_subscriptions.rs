//! Who receives a report by mail each month or each quarter, until they stop it or may read it no more.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const SUBSCRIPTION: &str = "report_subscription";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(SUBSCRIPTION)
                    .col(big_pk_auto("id"))
                    .col(big_integer("account_id"))
                    .col(text("report"))
                    .col(text("ambit"))
                    .col(text("every"))
                    .col(timestamp_with_time_zone("made_at"))
                    // The period of the last letter.
                    .col(text_null("last_term"))
                    .col(timestamp_with_time_zone_null("ended_at"))
                    .col(text_null("ended"))
                    .foreign_key(&mut reference(SUBSCRIPTION, "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        // The same one is not received twice; those that ended stay beside it.
        let one = "CREATE UNIQUE INDEX ux_report_subscription
             ON report_subscription (account_id, report, ambit, every) WHERE ended_at IS NULL";
        manager.get_connection().execute_unprepared(one).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[SUBSCRIPTION]).await
    }
}
