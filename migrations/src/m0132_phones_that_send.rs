//! Since when a telephone sends by itself: the last time that its owner used it while signed in. Telephones
//! of before had their owner beside them when they were last seen.

use sea_orm_migration::schema::timestamp_with_time_zone_null;

use crate::support::{Step, add_column, drop_column, sql};

const TABLE: &str = "field_device";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, timestamp_with_time_zone_null("trusted_at")),
        sql("UPDATE field_device SET trusted_at = last_seen_at \
             WHERE kind = 'telephone' AND left_at IS NULL AND revoked_at IS NULL"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "trusted_at")]
}
