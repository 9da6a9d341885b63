//! Whether an account made itself, and when its owner followed a link that went to its mail. Of the
//! accounts of before, only those whose link history tells of are proven.

use sea_orm_migration::schema::{boolean, timestamp_with_time_zone_null};

use crate::support::{Step, add_column, drop_column, sql};

const TABLE: &str = "account";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, boolean("is_self_made").default(false)),
        add_column(TABLE, timestamp_with_time_zone_null("mail_proven_at")),
        sql("UPDATE account SET is_self_made = TRUE WHERE person_id IN \
             (SELECT id FROM person WHERE is_self_declared)"),
        // Whoever registered since registrations are proven followed a link as the account was made.
        sql("UPDATE account SET mail_proven_at = created_at WHERE is_self_made"),
        sql("UPDATE account SET mail_proven_at = (SELECT MAX(at) FROM history_event \
             WHERE action = 'sign_in.use_link' AND subject_kind = 'account' \
             AND subject_id = account.id) WHERE mail_proven_at IS NULL"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "mail_proven_at"), drop_column(TABLE, "is_self_made")]
}
