//! Certificates that hold for some time only: a version says for how long, a certificate until when,
//! and its holder is told once before it ends.

use sea_orm_migration::{
    prelude::*,
    schema::{date_null, integer_null, timestamp_with_time_zone_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// For whoever looks for those that end soon: almost all hold for ever and are not in it.
const INDEX: &str = "certificate_valid_until";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What was published and issued holds for ever, as it did.
        for (table, mut column) in [
            ("course_version", integer_null("certificate_months")),
            ("certificate", date_null("valid_until")),
            ("certificate", timestamp_with_time_zone_null("expiry_told_at")),
        ] {
            let alter = Table::alter().table(table).add_column(&mut column).to_owned();
            manager.alter_table(alter).await?;
        }
        let index = Index::create()
            .name(INDEX)
            .table("certificate")
            .col("valid_until")
            .and_where(Expr::col("valid_until").is_not_null())
            .to_owned();
        manager.create_index(index).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_index(Index::drop().name(INDEX).table("certificate").to_owned()).await?;
        for (table, column) in [
            ("certificate", "expiry_told_at"),
            ("certificate", "valid_until"),
            ("course_version", "certificate_months"),
        ] {
            let alter = Table::alter().table(table).drop_column(column).to_owned();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
