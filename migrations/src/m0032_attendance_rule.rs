//! How attendance counts in a cohort (R34), and where and how each mark was made (R37, R40).

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer_null, boolean, integer, text_null, timestamp_with_time_zone_null},
};

use crate::support::{Step, add_column, drop_column, drop_index, unique_index_where};

const KEY: &str = "ux_attendance_mark_key";

pub fn up() -> Vec<Step> {
    vec![
        // What every cohort did until now.
        add_column("cohort", integer("late_after_minutes").default(15)),
        add_column("cohort", boolean("partial_hours").default(false)),
        add_column("cohort", boolean("excused_counts").default(true)),
        add_column("cohort", boolean("dispensed_counts").default(false)),
        add_column("cohort", integer("correction_days").default(5)),
        add_column("attendance_mark", big_integer_null("device_id")),
        add_column("attendance_mark", timestamp_with_time_zone_null("device_at")),
        add_column("attendance_mark", boolean("after_closing").default(false)),
        add_column("attendance_mark", text_null("key")),
        // A mark that is sent again is found by its key; most marks have none.
        unique_index_where(KEY, "attendance_mark", &["key"], Expr::col("key").is_not_null()),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        drop_index("attendance_mark", KEY),
        drop_column("attendance_mark", "device_id"),
        drop_column("attendance_mark", "device_at"),
        drop_column("attendance_mark", "after_closing"),
        drop_column("attendance_mark", "key"),
        drop_column("cohort", "late_after_minutes"),
        drop_column("cohort", "partial_hours"),
        drop_column("cohort", "excused_counts"),
        drop_column("cohort", "dispensed_counts"),
        drop_column("cohort", "correction_days"),
    ]
}
