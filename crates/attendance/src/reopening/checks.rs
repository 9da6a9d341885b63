//! What must hold of reopenings and of since when people count (`doctor`).

/// Rules of the form that [`crate::checks`] describes.
pub const RULES: [(&str, &str); 3] = [
    (
        "reopening, cohort: attendance was opened again of a cohort that is not closed",
        "SELECT r.id AS one, r.cohort_id AS two FROM attendance_reopening r
         JOIN cohort c ON c.id = r.cohort_id WHERE r.session_id IS NULL AND c.stage <> 'closed'",
    ),
    (
        "reopening, cohort: it is open until another moment than the cohort says",
        "SELECT r.id AS one, r.cohort_id AS two FROM attendance_reopening r
         JOIN cohort c ON c.id = r.cohort_id WHERE r.session_id IS NULL AND r.closed_at IS NULL
         AND (c.attendance_open_until IS NULL OR c.attendance_open_until <> r.ends_at)",
    ),
    (
        "enrolment, cohort: somebody counts since a date that nobody gave",
        "SELECT e.id AS one, e.cohort_id AS two FROM enrolment e WHERE e.counts_since IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM enrolment_since s
         WHERE s.enrolment_id = e.id AND s.since = e.counts_since)",
    ),
];
