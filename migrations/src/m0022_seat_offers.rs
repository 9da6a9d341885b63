//! A seat that somebody of the waiting list is asked to take, until a day and hour (R20).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, integer, text, text_null, timestamp_with_time_zone,
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
                    .table("seat_offer")
                    .col(big_pk_auto("id"))
                    .col(big_integer("enrolment_id"))
                    .col(text("token_hash").unique_key())
                    .col(timestamp_with_time_zone("made_at"))
                    .col(timestamp_with_time_zone("expires_at"))
                    .col(timestamp_with_time_zone_null("settled_at"))
                    .foreign_key(&mut reference("seat_offer", "enrolment_id", "enrolment", "id"))
                    .check(Expr::cust("expires_at > made_at"))
                    .to_owned(),
            )
            .await?;
        // The offers of a person.
        index(manager, "seat_offer", &["enrolment_id"]).await?;
        // Those that ran out.
        index(manager, "seat_offer", &["settled_at", "expires_at"]).await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX ux_seat_offer_open ON seat_offer (enrolment_id) \
                 WHERE settled_at IS NULL",
            )
            .await?;
        // How long people have to answer, unless the coordination says otherwise.
        manager
            .alter_table(
                Table::alter()
                    .table("cohort")
                    .add_column(integer("offer_hours").default(48))
                    .to_owned(),
            )
            .await?;
        // Seats are kept by kind of entity: what it was when the person enrolled, so that a
        // correction of the post later takes nobody's seat.
        manager
            .alter_table(
                Table::alter().table("enrolment").add_column(text_null("entity_kind")).to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "UPDATE enrolment SET entity_kind = (SELECT entity.kind FROM post \
                 JOIN entity ON entity.id = post.entity_id WHERE post.id = enrolment.post_id)",
            )
            .await?;
        // Which way a place moved, when no account says it.
        manager
            .alter_table(
                Table::alter().table("enrolment_event").add_column(text_null("cause")).to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in
            [("enrolment_event", "cause"), ("enrolment", "entity_kind"), ("cohort", "offer_hours")]
        {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        drop_tables(manager, &["seat_offer"]).await
    }
}
