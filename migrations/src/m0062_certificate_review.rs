//! What changed behind a certificate after it was issued, and what was decided about it (R56).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const REVIEW: &str = "certificate_review";
const WATCH: &str = "certificate_watch";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(REVIEW)
                    .col(big_pk_auto("id"))
                    .col(big_integer("certificate_id"))
                    .col(text("state"))
                    .col(text("facts"))
                    .col(text("facts_digest"))
                    .col(timestamp_with_time_zone("opened_at"))
                    .col(timestamp_with_time_zone_null("decided_at"))
                    .col(big_integer_null("decided_by"))
                    .col(text_null("reason"))
                    .foreign_key(&mut reference(REVIEW, "certificate_id", "certificate", "id"))
                    .foreign_key(&mut reference(REVIEW, "decided_by", "account", "id"))
                    .check(Expr::cust("(state = 'open') = (decided_at IS NULL)"))
                    .to_owned(),
            )
            .await?;
        // The last one of a certificate, asked for whenever something behind it changed.
        index(manager, REVIEW, &["certificate_id"]).await?;
        // Two watchers at once open one; the first page counts those that wait.
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("ux_certificate_review_open")
                    .table(REVIEW)
                    .col("certificate_id")
                    .and_where(Expr::col("state").eq("open"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(WATCH)
                    .col(big_integer("id").primary_key())
                    .col(big_integer("seen_event"))
                    .check(Expr::cust("id = 1"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[WATCH, REVIEW]).await
    }
}
