//! What must hold between prints, sheets and attempts (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 5] = [
    (
        "exam sheet, enrolment: the sheet is of somebody of another cohort",
        "SELECT s.id AS one, s.enrolment_id AS two FROM exam_sheet s
         JOIN exam_form f ON f.id = s.form_id JOIN exam_print p ON p.id = f.print_id
         JOIN exam x ON x.id = p.exam_id JOIN activity a ON a.id = x.activity_id
         JOIN enrolment n ON n.id = s.enrolment_id WHERE n.cohort_id <> a.cohort_id",
    ),
    (
        "exam sheet, attempt: the attempt is of another test or of somebody else",
        "SELECT s.id AS one, t.id AS two FROM exam_sheet s
         JOIN exam_form f ON f.id = s.form_id JOIN exam_print p ON p.id = f.print_id
         JOIN attempt t ON t.id = s.attempt_id
         WHERE t.exam_id <> p.exam_id OR t.enrolment_id <> s.enrolment_id OR t.state = 'open'",
    ),
    (
        "exam sheet, attempt: the attempt asks what the sheet's form does not",
        "SELECT s.id AS one, i.position AS two FROM exam_sheet s
         JOIN attempt_item i ON i.attempt_id = s.attempt_id
         LEFT JOIN exam_form_item o ON o.form_id = s.form_id AND o.position = i.position
         WHERE o.form_id IS NULL OR o.question_version_id <> i.question_version_id
         OR o.shown <> i.shown",
    ),
    (
        "exam form, item: the question's line is of another test",
        "SELECT o.form_id AS one, o.position AS two FROM exam_form_item o
         JOIN exam_form f ON f.id = o.form_id JOIN exam_print p ON p.id = f.print_id
         JOIN exam_line l ON l.id = o.line_id WHERE l.exam_id <> p.exam_id",
    ),
    (
        "exam, print: something was printed and the test is not frozen",
        "SELECT x.id AS one, COUNT(*) AS two FROM exam x JOIN exam_print p ON p.exam_id = x.id
         WHERE x.frozen_at IS NULL GROUP BY x.id",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("assessment", &RULES, db).await
}
