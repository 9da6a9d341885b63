//! What must hold between prints, scans, sessions and enrolments (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 4] = [
    (
        "sheet, enrolment: the row is of another cohort",
        "SELECT s.id AS one, r.enrolment_id AS two FROM sheet_row r JOIN sheet s ON s.id = r.sheet_id
         JOIN session se ON se.id = s.session_id JOIN enrolment e ON e.id = r.enrolment_id
         WHERE e.cohort_id <> se.cohort_id",
    ),
    (
        "sheet, enrolment: the row is not on the paper",
        "SELECT s.id AS one, r.enrolment_id AS two FROM sheet_row r JOIN sheet s ON s.id = r.sheet_id
         WHERE r.number > s.row_count OR s.kind <> 'prefilled'",
    ),
    (
        "scan, sheet: the print is of another session",
        "SELECT c.id AS one, s.id AS two FROM sheet_scan c JOIN sheet s ON s.id = c.sheet_id
         WHERE c.session_id <> s.session_id",
    ),
    (
        "sheet, person below the list: on the row of somebody listed",
        "SELECT w.sheet_id AS one, w.id AS two FROM walk_in w
         JOIN sheet_row r ON r.sheet_id = w.sheet_id AND r.number = w.number",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("paper", &RULES, db).await
}
