//! A seat that somebody of the waiting list is asked to take, until a day and hour (R20).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_pk_auto, integer, text, text_null, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_table, index, reference, sql,
};

pub fn up() -> Vec<Step> {
    vec![
        create_table(seat_offer()),
        // The offers of a person.
        index("seat_offer", &["enrolment_id"]),
        // Those that ran out.
        index("seat_offer", &["settled_at", "expires_at"]),
        sql("CREATE UNIQUE INDEX ux_seat_offer_open ON seat_offer (enrolment_id) \
             WHERE settled_at IS NULL"),
        // How long people have to answer, unless the coordination says otherwise.
        add_column("cohort", integer("offer_hours").default(48)),
        // Seats are kept by kind of entity: what it was when the person enrolled, so that a
        // correction of the post later takes nobody's seat.
        add_column("enrolment", text_null("entity_kind")),
        sql("UPDATE enrolment SET entity_kind = (SELECT entity.kind FROM post \
             JOIN entity ON entity.id = post.entity_id WHERE post.id = enrolment.post_id)"),
        // Which way a place moved, when no account says it.
        add_column("enrolment_event", text_null("cause")),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_column("enrolment_event", "cause"),
        drop_column("enrolment", "entity_kind"),
        drop_column("cohort", "offer_hours"),
        drop_table("seat_offer"),
    ]
}

fn seat_offer() -> TableCreateStatement {
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
        .to_owned()
}
