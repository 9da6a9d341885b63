//! What a place was counted for before a coordination moved it (R30, R31).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, big_pk_auto, text, timestamp_with_time_zone},
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
        let of_place = || reference("earlier_attribution", "enrolment_id", "enrolment", "id");
        let of_municipality =
            || reference("earlier_attribution", "municipality_code", "municipality", "code");
        manager
            .create_table(
                Table::create()
                    .table("earlier_attribution")
                    .col(big_pk_auto("id"))
                    .col(big_integer("enrolment_id"))
                    .col(text("municipality_code"))
                    .col(timestamp_with_time_zone("from_at"))
                    .col(timestamp_with_time_zone("until_at"))
                    .foreign_key(&mut of_place())
                    .foreign_key(&mut of_municipality())
                    .to_owned(),
            )
            .await?;
        // Of a place, and of a municipality, in the department's report.
        index(manager, "earlier_attribution", &["enrolment_id"]).await?;
        index(manager, "earlier_attribution", &["municipality_code"]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["earlier_attribution"]).await
    }
}
