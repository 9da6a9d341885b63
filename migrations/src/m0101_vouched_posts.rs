//! Whether the institution stands behind what a post says, or only its person does. What a registration
//! or the person wrote is declared; what staff, a nomination or a list wrote is vouched for.

use sea_orm_migration::schema::boolean;

use crate::support::{Step, add_column, drop_column, sql};

const TABLE: &str = "post";

pub fn up() -> Vec<Step> {
    vec![
        add_column(TABLE, boolean("is_vouched").default(true)),
        // Whoever added the post is in history: its own person, or nobody known, as a registration was
        // before mails were proven. Then somebody enrolled with it by themselves.
        sql("UPDATE post SET is_vouched = FALSE WHERE EXISTS ( \
             SELECT 1 FROM history_event h WHERE h.action = 'people.add_post' \
             AND h.subject_kind = 'post' AND h.subject_id = post.id AND ( \
             EXISTS (SELECT 1 FROM account a WHERE a.id = h.actor_account_id \
             AND a.person_id = post.person_id) \
             OR (h.actor_account_id IS NULL AND EXISTS (SELECT 1 FROM enrolment e \
             WHERE e.post_id = post.id AND e.origin = 'self_service'))))"),
    ]
}

pub fn down() -> Vec<Step> {
    vec![drop_column(TABLE, "is_vouched")]
}
