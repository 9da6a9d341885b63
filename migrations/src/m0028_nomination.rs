//! Which entity put somebody forward for a cohort (R23).

use sea_orm_migration::{prelude::*, schema::big_integer_null};

use crate::support::index;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table("enrolment")
                    .add_column(big_integer_null("nominated_by"))
                    .to_owned(),
            )
            .await?;
        // What an entity's focal point put forward.
        index(manager, "enrolment", &["nominated_by"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_index(
                Index::drop().name("ix_enrolment_nominated_by").table("enrolment").to_owned(),
            )
            .await?;
        manager
            .alter_table(Table::alter().table("enrolment").drop_column("nominated_by").to_owned())
            .await
    }
}
