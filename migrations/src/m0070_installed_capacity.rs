//! Installed capacity: between which days a person counts for a municipality, and between which moments
//! that was what the product knew. Rows are added; the only change is that one stops being what is known.

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, boolean, date, date_null, text, text_null,
        timestamp_with_time_zone, timestamp_with_time_zone_null,
    },
};

use crate::support::{drop_tables, index, reference};

#[derive(DeriveMigrationName)]
pub struct Migration;

const HOLDING: &str = "holding";
const FILL: &str = "ledger_fill";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        holdings(manager).await?;
        manager
            .create_table(
                Table::create()
                    .table(FILL)
                    .col(big_integer("id").primary_key())
                    // Everybody up to this one is in the ledger.
                    .col(big_integer("after_person"))
                    // Empty where the ledger was there before anybody had a post.
                    .col(timestamp_with_time_zone_null("known_since"))
                    .col(boolean("is_done"))
                    .check(Expr::cust("id = 1"))
                    .to_owned(),
            )
            .await?;
        // Whoever was there before waits for a worker; a new database has nobody to wait for.
        manager
            .get_connection()
            .execute_unprepared(
                "INSERT INTO ledger_fill (id, after_person, known_since, is_done) \
                 SELECT 1, 0, NULL, NOT EXISTS (SELECT 1 FROM post)",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &[FILL, HOLDING]).await
    }
}

async fn holdings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            Table::create()
                .table(HOLDING)
                .col(big_pk_auto("id"))
                .col(big_integer("person_id"))
                // Empty: they are in post there, certified or not. Coverage is counted over them.
                .col(text_null("capacity_code"))
                .col(text("municipality_code"))
                .col(big_integer_null("certificate_id"))
                // The days on which it counts, both included.
                .col(date("from_on"))
                .col(date_null("last_on"))
                // The last day on which the post is not unconfirmed.
                .col(date("confirmed_until"))
                .col(text("began"))
                .col(text_null("ended"))
                .col(timestamp_with_time_zone("known_from"))
                .col(timestamp_with_time_zone_null("known_until"))
                .foreign_key(&mut reference(HOLDING, "person_id", "person", "id"))
                .foreign_key(&mut reference(HOLDING, "capacity_code", "capacity", "code"))
                .foreign_key(&mut reference(HOLDING, "municipality_code", "municipality", "code"))
                .foreign_key(&mut reference(HOLDING, "certificate_id", "certificate", "id"))
                .check(Expr::cust("last_on IS NULL OR last_on >= from_on"))
                .check(Expr::cust("(last_on IS NULL) = (ended IS NULL)"))
                .check(Expr::cust("(capacity_code IS NULL) = (certificate_id IS NULL)"))
                .check(Expr::cust("known_until IS NULL OR known_until >= known_from"))
                .to_owned(),
        )
        .await?;
    // What is known of a person is known once, whatever happens at the same moment.
    for (name, columns, certified) in [
        (
            "ux_holding_known",
            &["person_id", "capacity_code", "municipality_code", "from_on"][..],
            true,
        ),
        ("ux_holding_known_post", &["person_id", "municipality_code", "from_on"][..], false),
    ] {
        let capacity = Expr::col("capacity_code");
        let mut unique = Index::create();
        unique.unique().name(name).table(HOLDING);
        for column in columns {
            unique.col(*column);
        }
        unique.and_where(Expr::col("known_until").is_null());
        unique.and_where(if certified { capacity.is_not_null() } else { capacity.is_null() });
        manager.create_index(unique).await?;
    }
    // Installed on a day, as known at a moment: a municipality's rows, by capacity.
    index(manager, HOLDING, &["municipality_code", "capacity_code"]).await?;
    index(manager, HOLDING, &["person_id"]).await?;
    index(manager, HOLDING, &["certificate_id"]).await
}
