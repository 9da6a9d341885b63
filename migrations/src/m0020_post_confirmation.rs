//! Who still holds a post, and which post comes first from which day: said again once a year
//! (R31), and chosen without rewriting what held before (R29).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, date, date_null, timestamp_with_time_zone,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// SQLite alters one column a statement.
const COLUMNS: [&str; 2] = ["confirmed_on", "asked_on"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            let table = Table::alter().table("post").add_column(date_null(column)).to_owned();
            manager.alter_table(table).await?;
        }
        // The posts that nobody has confirmed for a year.
        index(manager, "post", &["confirmed_on"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("principal_choice")
                    .col(big_pk_auto("id"))
                    .col(big_integer("post_id"))
                    .col(date("from_on"))
                    .col(timestamp_with_time_zone("made_at"))
                    .col(big_integer_null("made_by"))
                    .foreign_key(&mut reference("principal_choice", "post_id", "post", "id"))
                    .foreign_key(&mut reference("principal_choice", "made_by", "account", "id"))
                    .to_owned(),
            )
            .await?;
        // Which of a person's posts came first on a day.
        index(manager, "principal_choice", &["post_id"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["principal_choice"]).await?;
        manager
            .drop_index(Index::drop().name("ix_post_confirmed_on").table("post").to_owned())
            .await?;
        for column in COLUMNS {
            let table = Table::alter().table("post").drop_column(column).to_owned();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
