//! Who a course is for, as its version says, and the exceptions that a coordination made (R22).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_integer_null, big_pk_auto, boolean, text, timestamp_with_time_zone},
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
        // Versions that were published before admit everybody, as they did: they never change.
        for column in [
            text("admitted_kinds").default("").to_owned(),
            boolean("servants_only").default(false).to_owned(),
            boolean("own_municipalities").default(false).to_owned(),
            big_integer_null("prerequisite_course_id"),
        ] {
            manager
                .alter_table(Table::alter().table("course_version").add_column(column).to_owned())
                .await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("enrolment_exception")
                    .col(big_pk_auto("id"))
                    .col(big_integer("enrolment_id"))
                    .col(text("rules"))
                    .col(text("reason"))
                    .col(big_integer_null("granted_by"))
                    .col(timestamp_with_time_zone("granted_at"))
                    .foreign_key(&mut reference(
                        "enrolment_exception",
                        "enrolment_id",
                        "enrolment",
                        "id",
                    ))
                    .foreign_key(&mut reference(
                        "enrolment_exception",
                        "granted_by",
                        "account",
                        "id",
                    ))
                    .to_owned(),
            )
            .await?;
        // The exceptions of a place.
        index(manager, "enrolment_exception", &["enrolment_id"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["enrolment_exception"]).await?;
        for column in
            ["prerequisite_course_id", "own_municipalities", "servants_only", "admitted_kinds"]
        {
            manager
                .alter_table(Table::alter().table("course_version").drop_column(column).to_owned())
                .await?;
        }
        Ok(())
    }
}
