//! What an administrator writes of each kind of document, in versions.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer_null, big_pk_auto, integer, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "document_template";

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
                    .col(text("kind"))
                    .col(integer("number"))
                    .col(text("state"))
                    // Texts with fields, a colour, blocks and who signs, as JSON.
                    .col(text("body"))
                    .col(text_null("note"))
                    .col(timestamp_with_time_zone("written_at"))
                    .col(big_integer_null("written_by"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .col(big_integer_null("published_by"))
                    .foreign_key(&mut reference(TABLE, "written_by", "account", "id"))
                    .foreign_key(&mut reference(TABLE, "published_by", "account", "id"))
                    .check(Expr::cust("(state = 'published') = (published_at IS NOT NULL)"))
                    .to_owned(),
            )
            .await?;
        // Versions of a kind by number: every read asks so, and no number is given twice.
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("ux_document_template")
                    .table(TABLE)
                    .col("kind")
                    .col("number")
                    .to_owned(),
            )
            .await?;
        // Two who begin a draft at once write the same one, or one of them is refused.
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("ux_document_template_draft")
                    .table(TABLE)
                    .col("kind")
                    .and_where(Expr::col("state").eq("draft"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[TABLE]).await
    }
}
