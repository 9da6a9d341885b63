//! What must hold between marks, summaries, sessions and enrolments (`doctor`).

use sea_orm::{ConnectionTrait, DbBackend, DbErr};

use people_model::oneself::own_rows;
use platform::doctor::{Finding, broken};

/// Each rule with a query for the ids `one` and `two` of rows that break it: plain SQL that both
/// databases read alike and that takes no value.
const RULES: [(&str, &str); 11] = [
    (
        "mark, session: neither an account nor a link signs it, or both do",
        "SELECT m.id AS one, m.session_id AS two FROM attendance_mark m
         WHERE (m.author_account_id IS NULL) <> m.by_link",
    ),
    (
        "session, enrolment: the summary is not its mark",
        "SELECT s.session_id AS one, s.enrolment_id AS two FROM attendance_summary s
         JOIN attendance_mark m ON m.id = s.mark_id
         WHERE m.session_id <> s.session_id OR m.enrolment_id <> s.enrolment_id OR m.state <> s.state
         OR coalesce(m.minutes, -1) <> coalesce(s.minutes, -1)",
    ),
    (
        "session, enrolment: the summary is not the last mark",
        "SELECT l.session_id AS one, l.enrolment_id AS two FROM
         (SELECT session_id, enrolment_id, MAX(id) AS last FROM attendance_mark GROUP BY session_id, enrolment_id) l
         LEFT JOIN attendance_summary s ON s.session_id = l.session_id AND s.enrolment_id = l.enrolment_id
         WHERE s.mark_id IS NULL OR s.mark_id <> l.last",
    ),
    (
        "mark, enrolment: the enrolment is of another cohort",
        "SELECT m.id AS one, m.enrolment_id AS two FROM attendance_mark m
         JOIN session se ON se.id = m.session_id JOIN enrolment e ON e.id = m.enrolment_id
         WHERE e.cohort_id <> se.cohort_id",
    ),
    (
        "mark, previous mark: the mark does not correct the one before it",
        "SELECT m.id AS one, p.id AS two FROM attendance_mark m
         JOIN attendance_mark p ON p.id = m.previous_mark_id
         WHERE p.session_id <> m.session_id OR p.enrolment_id <> m.enrolment_id OR p.id >= m.id",
    ),
    (
        "session, cohort: planned, and somebody has a mark in it",
        "SELECT se.id AS one, se.cohort_id AS two FROM session se WHERE se.stage = 'planned'
         AND EXISTS (SELECT 1 FROM attendance_summary s WHERE s.session_id = se.id)",
    ),
    (
        "session, cohort: held or closed, and nobody has a mark in it",
        "SELECT se.id AS one, se.cohort_id AS two FROM session se WHERE se.stage IN ('held', 'closed')
         AND NOT EXISTS (SELECT 1 FROM attendance_summary s WHERE s.session_id = se.id)",
    ),
    (
        "mark, session: written after the closing of a session that is not closed",
        "SELECT m.id AS one, m.session_id AS two FROM attendance_mark m
         JOIN session se ON se.id = m.session_id
         WHERE m.after_closing AND se.stage NOT IN ('closed', 'cancelled')
         AND NOT EXISTS (SELECT 1 FROM attendance_reopening r
         WHERE r.session_id = m.session_id AND r.opened_at >= m.recorded_at)",
    ),
    (
        "mark, mark: written before the closing, and later than one after it",
        "SELECT m.id AS one, l.id AS two FROM attendance_mark m
         JOIN attendance_mark l ON l.session_id = m.session_id AND l.after_closing AND l.id < m.id
         WHERE NOT m.after_closing AND NOT EXISTS (SELECT 1 FROM attendance_reopening r
         WHERE r.session_id = m.session_id AND r.opened_at BETWEEN l.recorded_at AND m.recorded_at)",
    ),
    (
        "mark, session: a closed session's mark changed without a reason",
        "SELECT m.id AS one, m.session_id AS two FROM attendance_mark m
         WHERE m.after_closing AND (m.reason IS NULL OR m.reason = '')
         AND NOT EXISTS (SELECT 1 FROM attendance_request r WHERE r.mark_id = m.id)",
    ),
    (
        "mark, session: a device's mark without the hour of its clock",
        "SELECT m.id AS one, m.session_id AS two FROM attendance_mark m
         WHERE m.device_id IS NOT NULL AND m.device_at IS NULL",
    ),
];

/// Marks of oneself (R80). Whoever types a code says only that they came.
const OWN: &str = "SELECT m.id AS one, m.enrolment_id AS two, m.recorded_at AS at
     FROM account a JOIN attendance_mark m ON m.author_account_id = a.id
     JOIN enrolment e ON e.id = m.enrolment_id
     WHERE a.person_id = e.person_id AND m.method <> 'code' ORDER BY m.id DESC";

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut findings = broken("attendance", &RULES, db).await?;
    // Only the length of a session is told differently by the two databases.
    let length = match db.get_database_backend() {
        DbBackend::Postgres => "EXTRACT(EPOCH FROM se.ends_at - se.starts_at) / 60",
        _ => "(julianday(se.ends_at) - julianday(se.starts_at)) * 1440",
    };
    let minutes = format!(
        "SELECT m.id AS one, m.session_id AS two FROM attendance_mark m
         JOIN session se ON se.id = m.session_id
         WHERE m.minutes IS NOT NULL AND (m.state NOT IN ('present', 'late') OR m.minutes > {length} + 1)"
    );
    let what = "mark, session: more minutes than the session has, or of somebody who was not there";
    findings.extend(broken("attendance", &[(what, minutes.as_str())], db).await?);
    findings.extend(broken("attendance", &super::field::checks::RULES, db).await?);
    findings.extend(broken("attendance", &super::requests::checks::RULES, db).await?);
    findings.extend(broken("attendance", &super::reopening::checks::RULES, db).await?);
    let what = "mark, enrolment: the author is the person";
    findings.extend(own_rows(db, "attendance", what, OWN).await?);
    Ok(findings)
}
