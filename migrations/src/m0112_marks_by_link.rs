//! Whoever has no account comes by the link of a letter: their mark is signed by that link, and no longer by
//! whoever had opened check-in.

use sea_orm_migration::schema::boolean;

use crate::support::{Step, add_column, drop_column, sql};

pub fn up() -> Vec<Step> {
    vec![
        add_column("attendance_mark", boolean("by_link").default(false)),
        sql("UPDATE attendance_mark SET by_link = (1 = 1) WHERE id IN \
             (SELECT mark_id FROM code_arrival WHERE by_link AND mark_id IS NOT NULL) \
             AND EXISTS (SELECT 1 FROM code_arrival c JOIN session_code s ON s.id = c.code_id \
             WHERE c.mark_id = attendance_mark.id AND s.opened_by = attendance_mark.author_account_id)"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column("attendance_mark", "by_link")]
}
