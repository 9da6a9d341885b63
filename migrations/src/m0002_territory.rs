//! Where things are: departments, municipalities, ESAP's territorial units, public entities, and
//! the closed lists that sources define.

use sea_orm_migration::{
    prelude::*,
    schema::{big_pk_auto, boolean, double, integer, text, text_null, timestamp_with_time_zone},
};

use crate::support::{drop_tables, index, reference};

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
                    .table("department")
                    .col(text("code").primary_key())
                    .col(text("name"))
                    .col(text("search_name"))
                    .check(Expr::cust("length(code) = 2"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("municipality")
                    .col(text("code").primary_key())
                    .col(text("department_code"))
                    .col(text("name"))
                    .col(text("search_name"))
                    .col(text("kind"))
                    .col(double("lat"))
                    .col(double("lon"))
                    .col(text_null("pdet_subregion_code"))
                    .col(text_null("pdet_subregion"))
                    .foreign_key(&mut reference(
                        "municipality",
                        "department_code",
                        "department",
                        "code",
                    ))
                    .check(Expr::cust("length(code) = 5"))
                    .to_owned(),
            )
            .await?;
        // Scopes by department.
        index(manager, "municipality", &["department_code"]).await?;
        // Search by name.
        index(manager, "municipality", &["search_name"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("territorial_unit")
                    .col(text("code").primary_key())
                    .col(text("name"))
                    .col(text("status"))
                    .col(text("source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("territorial_unit_department")
                    .col(text("unit_code"))
                    .col(text("department_code"))
                    .primary_key(Index::create().col("unit_code").col("department_code"))
                    .foreign_key(&mut reference(
                        "territorial_unit_department",
                        "unit_code",
                        "territorial_unit",
                        "code",
                    ))
                    .foreign_key(&mut reference(
                        "territorial_unit_department",
                        "department_code",
                        "department",
                        "code",
                    ))
                    .to_owned(),
            )
            .await?;
        // The unit that serves a municipality is found from its department.
        index(manager, "territorial_unit_department", &["department_code"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("territorial_unit_exception")
                    .col(text("municipality_code").primary_key())
                    .col(text("unit_code"))
                    .foreign_key(&mut reference(
                        "territorial_unit_exception",
                        "municipality_code",
                        "municipality",
                        "code",
                    ))
                    .foreign_key(&mut reference(
                        "territorial_unit_exception",
                        "unit_code",
                        "territorial_unit",
                        "code",
                    ))
                    .to_owned(),
            )
            .await?;
        // What a unit serves.
        index(manager, "territorial_unit_exception", &["unit_code"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("entity")
                    .col(big_pk_auto("id"))
                    .col(text("kind"))
                    .col(text("name"))
                    .col(text("search_name"))
                    .col(text_null("nit"))
                    .col(text_null("municipality_code"))
                    .col(text("department_code"))
                    .col(boolean("is_demo"))
                    .foreign_key(&mut reference(
                        "entity",
                        "municipality_code",
                        "municipality",
                        "code",
                    ))
                    .foreign_key(&mut reference("entity", "department_code", "department", "code"))
                    .to_owned(),
            )
            .await?;
        // Search by name.
        index(manager, "entity", &["search_name"]).await?;
        // The entities of a municipality.
        index(manager, "entity", &["municipality_code"]).await?;
        // A gobernación's scope.
        index(manager, "entity", &["department_code"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("catalog_entry")
                    .col(text("catalog"))
                    .col(text("code"))
                    .col(text("label"))
                    .col(text("note"))
                    .col(text("certainty"))
                    .col(integer("position"))
                    .primary_key(Index::create().col("catalog").col("code"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("reference_load")
                    .col(text("name").primary_key())
                    .col(text("content_hash"))
                    .col(text("source"))
                    .col(text("licence"))
                    .col(integer("rows"))
                    .col(timestamp_with_time_zone("loaded_at"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(
            manager,
            &[
                "reference_load",
                "catalog_entry",
                "entity",
                "territorial_unit_exception",
                "territorial_unit_department",
                "territorial_unit",
                "municipality",
                "department",
            ],
        )
        .await
    }
}
