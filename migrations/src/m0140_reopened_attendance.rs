//! Lists that were finished and opened again, and the attendance of closed cohorts that was opened for
//! some days: by whom, why and until when (R84).

use sea_orm_migration::{
    prelude::*,
    schema::{
        big_integer, big_integer_null, big_pk_auto, text, timestamp_with_time_zone,
        timestamp_with_time_zone_null,
    },
};

use crate::support::{
    Step, add_column, create_table, drop_column, drop_tables, index, reference, sql,
    unique_index_where,
};

const TABLE: &str = "attendance_reopening";
const COHORT: &str = "cohort";

pub fn up() -> Vec<Step> {
    vec![
        create_table(reopening()),
        index(TABLE, &["cohort_id"]),
        index(TABLE, &["session_id"]),
        unique_index_where(
            "ux_attendance_reopening_open",
            TABLE,
            &["cohort_id"],
            Expr::cust("session_id IS NULL AND closed_at IS NULL"),
        ),
        // Until when; every mark asks it, with the cohort's row that it has locked.
        add_column(COHORT, timestamp_with_time_zone_null("attendance_open_until")),
        // Closing a cohort finishes its lists.
        sql(
            "UPDATE session SET stage = 'closed', closed_at = (SELECT cohort.closed_at FROM cohort \
             WHERE cohort.id = session.cohort_id) WHERE stage = 'held' AND EXISTS (SELECT 1 \
             FROM cohort WHERE cohort.id = session.cohort_id AND cohort.stage = 'closed')",
        ),
    ]
}

pub fn down() -> Vec<Step> {
    let mut steps = vec![drop_column(COHORT, "attendance_open_until")];
    steps.extend(drop_tables(&[TABLE]));
    steps
}

fn reopening() -> TableCreateStatement {
    Table::create()
        .table(TABLE)
        .col(big_pk_auto("id"))
        .col(big_integer("cohort_id"))
        // The list of one session; without it, the attendance of a closed cohort.
        .col(big_integer_null("session_id"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(big_integer("opened_by"))
        // A list stays open until it is finished again.
        .col(timestamp_with_time_zone_null("ends_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        // Nobody, when it closed by itself.
        .col(big_integer_null("closed_by"))
        .foreign_key(&mut reference(TABLE, "cohort_id", "cohort", "id"))
        .foreign_key(&mut reference(TABLE, "session_id", "session", "id"))
        .foreign_key(&mut reference(TABLE, "opened_by", "account", "id"))
        .foreign_key(&mut reference(TABLE, "closed_by", "account", "id"))
        .check(Expr::cust("session_id IS NOT NULL OR ends_at IS NOT NULL"))
        .check(Expr::cust("closed_by IS NULL OR closed_at IS NOT NULL"))
        .to_owned()
}
