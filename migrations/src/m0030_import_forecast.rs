//! What a file of people would do to the seats, kept between its check and its import.

use sea_orm_migration::{prelude::*, schema::text_null};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = text_null("forecast");
        manager
            .alter_table(
                Table::alter().table("enrolment_import").add_column(&mut column).to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter().table("enrolment_import").drop_column("forecast").to_owned(),
            )
            .await
    }
}
