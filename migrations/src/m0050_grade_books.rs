//! Grade books that came back as files and wait to be looked at and written (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, blob_null, integer, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "grade_import";

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
                    .col(big_integer("cohort_id"))
                    .col(big_integer("account_id"))
                    .col(text("file_name"))
                    .col(text("sha256"))
                    // Until it is over; then they are forgotten.
                    .col(blob_null("bytes"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("finished_at"))
                    .col(integer("changed").default(0))
                    .foreign_key(&mut reference(TABLE, "cohort_id", "cohort", "id"))
                    .foreign_key(&mut reference(TABLE, "account_id", "account", "id"))
                    .check(Expr::cust("finished_at IS NULL OR bytes IS NULL"))
                    .to_owned(),
            )
            .await?;
        // Those that somebody left behind are forgotten when the next one comes.
        index(manager, TABLE, &["created_at"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }
}
