//! The framework is edited in the product: what a capacity or an indicator said before is kept, and
//! the link between the two says how sure it is and where it comes from.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer_null, big_pk_auto, boolean, integer, text, text_null, timestamp_with_time_zone,
    },
};

use crate::support::{drop_tables, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const REVISION: &str = "framework_revision";
const CAPACITY: &str = "capacity";
const INDICATOR: &str = "capacity_indicator";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [CAPACITY, INDICATOR] {
            for mut column in
                [integer("revision").default(1).take(), boolean("retired").default(false).take()]
            {
                manager
                    .alter_table(Table::alter().table(table).add_column(&mut column).to_owned())
                    .await?;
            }
        }
        // What stood there until now was the programme's own proposal.
        for mut column in [
            text("link_certainty").default("propuesta").take(),
            text("link_source").default("").take(),
        ] {
            manager
                .alter_table(Table::alter().table(INDICATOR).add_column(&mut column).to_owned())
                .await?;
        }
        manager
            .create_table(
                Table::create()
                    .table(REVISION)
                    .col(big_pk_auto("id"))
                    // «capacity PLA-01», «indicator 12».
                    .col(text("about"))
                    .col(text("capacity_code"))
                    .col(integer("number"))
                    .col(text("body"))
                    .col(text_null("reason"))
                    .col(timestamp_with_time_zone("at"))
                    // Nobody's: the file of the program.
                    .col(big_integer_null("account_id"))
                    .foreign_key(&mut reference(REVISION, "capacity_code", CAPACITY, "code"))
                    .foreign_key(&mut reference(REVISION, "account_id", "account", "id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .unique()
                    .name("ux_framework_revision")
                    .table(REVISION)
                    .col("about")
                    .col("number")
                    .to_owned(),
            )
            .await?;
        // The page of a capacity's history reads them so, the newest first.
        crate::support::index(manager, REVISION, &["capacity_code", "id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[REVISION]).await?;
        for (table, column) in [
            (INDICATOR, "link_source"),
            (INDICATOR, "link_certainty"),
            (INDICATOR, "retired"),
            (INDICATOR, "revision"),
            (CAPACITY, "retired"),
            (CAPACITY, "revision"),
        ] {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
