//! Grades of closed cohorts that were opened again, by whom, why and until when (R49).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "grade_reopening";

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
                    .col(text("reason"))
                    .col(timestamp_with_time_zone("opened_at"))
                    .col(big_integer("opened_by"))
                    .col(timestamp_with_time_zone("ends_at"))
                    .col(timestamp_with_time_zone_null("closed_at"))
                    // Nobody, when it closed by itself.
                    .col(big_integer_null("closed_by"))
                    .foreign_key(&mut reference(TABLE, "cohort_id", "cohort", "id"))
                    .foreign_key(&mut reference(TABLE, "opened_by", "account", "id"))
                    .foreign_key(&mut reference(TABLE, "closed_by", "account", "id"))
                    .check(Expr::cust("closed_by IS NULL OR closed_at IS NOT NULL"))
                    .to_owned(),
            )
            .await?;
        // The last one of a cohort, asked for by every grade that is written after its closing.
        index(manager, TABLE, &["cohort_id"]).await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("ux_grade_reopening_open")
                    .table(TABLE)
                    .col("cohort_id")
                    .and_where(Expr::col("closed_at").is_null())
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }
}
