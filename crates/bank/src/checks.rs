//! What must hold between questions and their versions (`doctor`).

use sea_orm::{
    ColumnTrait as _, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use platform::doctor::{Finding, broken};
use platform::secrets;

use super::entity::question_version::{self, Column};

const CAPABILITY: &str = "assessment";

/// Published versions whose bytes are looked at: the newest.
const READ: u64 = 2_000;

/// As [`broken`] reads them.
const RULES: [(&str, &str); 4] = [
    (
        "question, question: a draft with a published version, or in use without one",
        "SELECT q.id AS one, q.id AS two FROM question q WHERE (q.state = 'draft') =
         EXISTS (SELECT 1 FROM question_version v
         WHERE v.question_id = q.id AND v.published_at IS NOT NULL)",
    ),
    (
        "question, question: without a version",
        "SELECT q.id AS one, q.id AS two FROM question q
         WHERE NOT EXISTS (SELECT 1 FROM question_version v WHERE v.question_id = q.id)",
    ),
    (
        "question, version: a number is missing before it",
        "SELECT v.question_id AS one, v.id AS two FROM question_version v WHERE v.number > 1
         AND NOT EXISTS (SELECT 1 FROM question_version p
         WHERE p.question_id = v.question_id AND p.number = v.number - 1)",
    ),
    (
        "question, version: a draft is not its last version",
        "SELECT v.question_id AS one, v.id AS two FROM question_version v
         WHERE v.published_at IS NULL AND EXISTS (SELECT 1 FROM question_version p
         WHERE p.question_id = v.question_id AND p.number > v.number)",
    ),
];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut findings = broken(CAPABILITY, &RULES, db).await?;
    let published: Vec<(i64, String, Option<String>)> = question_version::Entity::find()
        .select_only()
        .columns([Column::Id, Column::Body, Column::BodySha256])
        .filter(Column::PublishedAt.is_not_null())
        .order_by_desc(Column::Id)
        .limit(READ)
        .into_tuple()
        .all(db)
        .await?;
    for (id, body, digest) in published {
        if digest.as_deref() != Some(secrets::digest(&body).as_str()) {
            let text = format!("question version {id}: it changed after it was published");
            findings.push(Finding::new(CAPABILITY, text));
        }
        if serde_json::from_str::<questions::Question>(&body).is_err() {
            let text = format!("question version {id}: its body is no question");
            findings.push(Finding::new(CAPABILITY, text));
        }
    }
    Ok(findings)
}
