//! What a certificate asks for beside attendance and grade (R51): a product, the survey, hours.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, integer_null},
};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// A version says it, and its cohorts keep a copy.
const TABLES: [&str; 2] = ["course_version", "cohort"];
const COLUMNS: [&str; 3] = ["asks_product", "asks_survey", "minimum_hours"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            // What was published and what runs asks for no more than it did.
            for mut column in [
                boolean("asks_product").default(false).to_owned(),
                boolean("asks_survey").default(false).to_owned(),
                integer_null("minimum_hours"),
            ] {
                let alter = Table::alter().table(table).add_column(&mut column).to_owned();
                manager.alter_table(alter).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES {
            for column in COLUMNS {
                let alter = Table::alter().table(table).drop_column(column).to_owned();
                manager.alter_table(alter).await?;
            }
        }
        Ok(())
    }
}
