//! What must hold between requests, marks and sessions (`doctor`).

/// Rules of the form that [`crate::checks`] describes.
pub const RULES: [(&str, &str); 3] = [
    (
        "request, enrolment: the session is of another cohort",
        "SELECT r.id AS one, r.enrolment_id AS two FROM attendance_request r
         JOIN session se ON se.id = r.session_id JOIN enrolment e ON e.id = r.enrolment_id
         WHERE e.cohort_id <> se.cohort_id",
    ),
    (
        "request, mark: the mark is of somebody else or says something else",
        "SELECT r.id AS one, m.id AS two FROM attendance_request r
         JOIN attendance_mark m ON m.id = r.mark_id
         WHERE m.session_id <> r.session_id OR m.enrolment_id <> r.enrolment_id
         OR m.state <> r.decided_state",
    ),
    (
        "request, session: a correction was granted and is no mark",
        "SELECT r.id AS one, r.session_id AS two FROM attendance_request r
         WHERE r.kind = 'correction' AND r.state = 'granted' AND r.mark_id IS NULL",
    ),
];
