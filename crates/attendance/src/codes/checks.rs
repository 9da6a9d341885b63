//! What must hold between codes, arrivals, marks and sessions (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 5] = [
    (
        "mark, session: by a code, and check-in was not open",
        "SELECT m.id AS one, m.session_id AS two FROM attendance_mark m WHERE m.method = 'code'
         AND NOT EXISTS (SELECT 1 FROM session_code c WHERE c.session_id = m.session_id
         AND c.opened_at <= coalesce(m.device_at, m.recorded_at)
         AND (c.closed_at IS NULL OR c.closed_at >= coalesce(m.device_at, m.recorded_at)))",
    ),
    (
        "mark, session: by a code, and nobody is said to have come",
        "SELECT m.id AS one, m.session_id AS two FROM attendance_mark m WHERE m.method = 'code'
         AND NOT EXISTS (SELECT 1 FROM code_arrival a
         WHERE a.session_id = m.session_id AND a.enrolment_id = m.enrolment_id)",
    ),
    (
        "arrival, mark: the mark is of another person or session, or was made otherwise",
        "SELECT a.id AS one, m.id AS two FROM code_arrival a JOIN attendance_mark m ON m.id = a.mark_id
         WHERE m.session_id <> a.session_id OR m.enrolment_id <> a.enrolment_id OR m.method <> 'code'",
    ),
    (
        "arrival, code: the code is of another session",
        "SELECT a.id AS one, c.id AS two FROM code_arrival a JOIN session_code c ON c.id = a.code_id
         WHERE c.session_id <> a.session_id",
    ),
    (
        "code, session: check-in is open, and the list is closed",
        "SELECT c.id AS one, c.session_id AS two FROM session_code c
         JOIN session se ON se.id = c.session_id WHERE c.closed_at IS NULL AND se.stage = 'closed'",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("codes", &RULES, db).await
}
