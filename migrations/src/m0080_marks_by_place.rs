//! The index that answers by itself every mark that counts of somebody, minutes and all: a department's
//! report reads them of every cohort that is under way. It replaces the one without the minutes, for which
//! each mark's row had to be read beside it.

use crate::support::{Step, drop_index, index};

const TABLE: &str = "attendance_summary";

pub fn up() -> Vec<Step> {
    vec![
        index(TABLE, &["enrolment_id", "session_id", "state", "minutes"]),
        drop_index(TABLE, "ix_attendance_summary_enrolment_id_session_id_state"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        index(TABLE, &["enrolment_id", "session_id", "state"]),
        drop_index(TABLE, "ix_attendance_summary_enrolment_id_session_id_state_minutes"),
    ]
}
