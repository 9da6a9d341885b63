//! What must hold of reopenings and of since when people count (`doctor`).

/// Rules of the form that [`crate::checks`] describes.
pub const RULES: [(&str, &str); 5] = [
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
        "reopening, session: a list is open again although it is finished, or its cohort is closed",
        "SELECT r.id AS one, s.id AS two FROM attendance_reopening r JOIN session s ON s.id = r.session_id
         JOIN cohort c ON c.id = s.cohort_id
         WHERE r.closed_at IS NULL AND (s.stage <> 'held' OR c.stage = 'closed')",
    ),
    (
        "enrolment, cohort: somebody is said to have come to no session, and came or may still come",
        "SELECT e.id AS one, e.cohort_id AS two FROM enrolment e JOIN cohort c ON c.id = e.cohort_id
         WHERE e.never_came AND (c.stage <> 'closed' OR EXISTS (SELECT 1 FROM attendance_summary s
         WHERE s.enrolment_id = e.id AND s.state <> 'absent'))",
    ),
    (
        "enrolment, cohort: somebody counts since a date that nobody gave",
        "SELECT e.id AS one, e.cohort_id AS two FROM enrolment e WHERE e.counts_since IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM enrolment_since s
         WHERE s.enrolment_id = e.id AND s.since = e.counts_since)",
    ),
];
