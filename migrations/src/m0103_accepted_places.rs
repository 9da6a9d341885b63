//! Since when the person knows of a place that others gave them, and when an account was last opened. The
//! places of before count as accepted where the person asked for them, where they are the first of the
//! person (who was brought with them), where the person came, and where the person has signed in.

use sea_orm_migration::schema::timestamp_with_time_zone_null;

use crate::support::{Step, add_column, drop_column, drop_index, index, sql};

pub fn up() -> Vec<Step> {
    vec![
        add_column("enrolment", timestamp_with_time_zone_null("accepted_at")),
        add_column("account", timestamp_with_time_zone_null("entered_at")),
        sql(BEFORE),
        // Whether a post came with a place that nobody accepted, asked of each post that shows a person.
        index("enrolment", &["post_id"]),
        // How many people an account looked up within the hour.
        index("history_event", &["actor_account_id", "at"]),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_index("history_event", "ix_history_event_actor_account_id_at"),
        drop_index("enrolment", "ix_enrolment_post_id"),
        drop_column("account", "entered_at"),
        drop_column("enrolment", "accepted_at"),
    ]
}

const BEFORE: &str = "
UPDATE enrolment SET accepted_at = created_at
WHERE origin = 'self_service'
   OR (origin = 'nomination' AND confirmed_at IS NOT NULL)
   OR NOT EXISTS (SELECT 1 FROM enrolment AS earlier
                  WHERE earlier.person_id = enrolment.person_id AND earlier.id < enrolment.id)
   OR EXISTS (SELECT 1 FROM account
              WHERE account.person_id = enrolment.person_id AND account.password_hash IS NOT NULL)
   OR EXISTS (SELECT 1 FROM attendance_mark
              WHERE attendance_mark.enrolment_id = enrolment.id
                AND attendance_mark.state IN ('present', 'late'))";
