//! What must hold between telephones, what they sent and the marks it became (`doctor`).

/// Rules of the form that `attendance::checks` describes.
pub const RULES: [(&str, &str); 7] = [
    (
        "mark, device: no telephone sent this mark",
        "SELECT m.id AS one, m.device_id AS two FROM attendance_mark m WHERE m.device_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM field_arrival a WHERE a.mark_id = m.id)
         AND NOT EXISTS (SELECT 1 FROM walk_in w WHERE w.mark_id = m.id)",
    ),
    (
        "arrival, mark: what arrived and its mark are of different people or sessions",
        "SELECT a.id AS one, m.id AS two FROM field_arrival a JOIN attendance_mark m ON m.id = a.mark_id
         WHERE m.session_id <> a.session_id OR m.enrolment_id <> a.enrolment_id OR m.state <> a.state",
    ),
    (
        "arrival, session: it counts, and has no mark",
        "SELECT a.id AS one, a.session_id AS two FROM field_arrival a WHERE a.mark_id IS NULL
         AND (a.outcome IN ('applied', 'agrees') OR a.settled_as = 'taken')",
    ),
    (
        "arrival, enrolment: the enrolment is of another cohort",
        "SELECT a.id AS one, a.enrolment_id AS two FROM field_arrival a
         JOIN session se ON se.id = a.session_id JOIN enrolment e ON e.id = a.enrolment_id
         WHERE e.cohort_id <> se.cohort_id",
    ),
    (
        "walk-in, mark: matched, and the mark is of another person or session",
        "SELECT w.id AS one, m.id AS two FROM walk_in w JOIN attendance_mark m ON m.id = w.mark_id
         WHERE m.session_id <> w.session_id OR m.enrolment_id <> w.enrolment_id",
    ),
    (
        "walk-in, session: matched, and has no mark",
        "SELECT w.id AS one, w.session_id AS two FROM walk_in w
         WHERE w.outcome = 'matched' AND w.mark_id IS NULL",
    ),
    (
        "walk-in, sheet: the sheet is of another session",
        "SELECT w.id AS one, s.id AS two FROM walk_in w JOIN sheet s ON s.id = w.sheet_id
         WHERE s.session_id <> w.session_id",
    ),
];
