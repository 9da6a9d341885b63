//! Indexes that answer by themselves what reports count of a country: places of a municipality, with their
//! stage and cohort, and certificates of a place by their state and day. Each replaces the one of its first
//! column, whose rows had to be read one by one (of 300,000 places and 200,000 certificates, six seconds
//! of the list of departments on SQLite; half a second with these).

use crate::support::{Step, drop_index, index};

pub fn up() -> Vec<Step> {
    vec![
        index("enrolment", &["municipality_code", "stage", "cohort_id"]),
        drop_index("enrolment", "ix_enrolment_municipality_code"),
        index("certificate", &["enrolment_id", "state", "issued_at"]),
        drop_index("certificate", "ix_certificate_enrolment_id"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![
        index("enrolment", &["municipality_code"]),
        drop_index("enrolment", "ix_enrolment_municipality_code_stage_cohort_id"),
        index("certificate", &["enrolment_id"]),
        drop_index("certificate", "ix_certificate_enrolment_id_state_issued_at"),
    ]
}
