//! Whether a seat that was offered was left by an answer. Offers of before say it by the last event of
//! their enrolment.

use sea_orm_migration::schema::boolean;

use crate::support::{Step, add_column, drop_column, sql};

const TABLE: &str = "seat_offer";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, boolean("is_declined").default(false)),
        sql("UPDATE seat_offer SET is_declined = TRUE \
             WHERE settled_at IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM seat_offer later \
                 WHERE later.enrolment_id = seat_offer.enrolment_id AND later.id > seat_offer.id) \
             AND EXISTS (SELECT 1 FROM enrolment_event said \
                 WHERE said.enrolment_id = seat_offer.enrolment_id \
                 AND said.from_stage = 'offered' AND said.to_stage = 'withdrawn' \
                 AND (said.cause IS NULL OR said.cause <> 'expired') \
                 AND said.at >= seat_offer.made_at)"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "is_declined")]
}
