//! What must hold of grade books that came back (`doctor`).

use sea_orm::{ConnectionTrait, DbErr};

use platform::doctor::{Finding, broken};

const RULES: [(&str, &str); 1] = [(
    "book, changed: a book that was not written says that it changed grades",
    "SELECT id AS one, changed AS two FROM grade_import
     WHERE finished_at IS NULL AND changed <> 0",
)];

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    broken("assessment", &RULES, db).await
}
