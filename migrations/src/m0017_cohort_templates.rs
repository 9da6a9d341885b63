//! Patterns of cohorts that a unit keeps under a name.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, text, timestamp_with_time_zone},
};

use crate::support::{drop_tables, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("cohort_template")
                    .col(big_pk_auto("id"))
                    .col(text("unit_code"))
                    .col(text("name"))
                    .col(text("pattern"))
                    .col(timestamp_with_time_zone("created_at"))
                    .foreign_key(&mut reference(
                        "cohort_template",
                        "unit_code",
                        "territorial_unit",
                        "code",
                    ))
                    // One pattern a name; also finds those of a unit.
                    .index(
                        Index::create()
                            .unique()
                            .name("ux_cohort_template_unit_code_name")
                            .col("unit_code")
                            .col("name"),
                    )
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["cohort_template"]).await
    }
}
