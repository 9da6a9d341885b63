//! The catalogue: courses, their versions, and the capacities that each version builds.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, integer, integer_null, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
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
                    .table("course")
                    .col(big_pk_auto("id"))
                    .col(text("code").unique_key())
                    .col(text("subject"))
                    .col(text("track"))
                    .col(timestamp_with_time_zone("created_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("course_version")
                    .col(big_pk_auto("id"))
                    .col(big_integer("course_id"))
                    .col(integer("number"))
                    .col(text("name"))
                    .col(text("search_name"))
                    .col(text("offer_type"))
                    .col(text("modality"))
                    .col(integer("hours"))
                    .col(text("contents"))
                    .col(text("objective"))
                    .col(text("level"))
                    .col(text("capacity_type"))
                    .col(text("descriptor"))
                    .col(integer("minimum_attendance"))
                    .col(integer_null("pass_mark"))
                    .col(text("state"))
                    .col(timestamp_with_time_zone("created_at"))
                    .col(timestamp_with_time_zone_null("published_at"))
                    .foreign_key(&mut reference("course_version", "course_id", "course", "id"))
                    .index(
                        Index::create()
                            .unique()
                            .name("ux_course_version_course_id_number")
                            .col("course_id")
                            .col("number"),
                    )
                    .check(Expr::cust("number > 0"))
                    .check(Expr::cust("hours > 0"))
                    .check(Expr::cust("minimum_attendance BETWEEN 0 AND 100"))
                    .check(Expr::cust("pass_mark BETWEEN 0 AND 50"))
                    .to_owned(),
            )
            .await?;
        // Search by name.
        index(manager, "course_version", &["search_name"]).await?;
        manager
            .create_table(
                Table::create()
                    .table("course_version_capacity")
                    .col(big_integer("course_version_id"))
                    .col(text("capacity_code"))
                    .col(text("level"))
                    .col(text("evidence"))
                    .primary_key(Index::create().col("course_version_id").col("capacity_code"))
                    .foreign_key(&mut reference(
                        "course_version_capacity",
                        "course_version_id",
                        "course_version",
                        "id",
                    ))
                    .foreign_key(&mut reference(
                        "course_version_capacity",
                        "capacity_code",
                        "capacity",
                        "code",
                    ))
                    .to_owned(),
            )
            .await?;
        // The offer that builds a capacity.
        index(manager, "course_version_capacity", &["capacity_code"]).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["course_version_capacity", "course_version", "course"]).await
    }
}
