//! The form of a finding of `doctor`, and how a capability's rules in SQL become findings.

use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

/// Findings of one kind that are listed; more of the same say nothing new.
const LISTED: u64 = 20;

/// Whether a finding says that something is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Only a defect or a hand in the database can make it.
    Defect,
    /// Somebody should look at it: it was allowed when it was written, or it waits to be done.
    Notice,
}

/// Something between rows that must hold and does not, or that somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub capability: &'static str,
    pub level: Level,
    /// An English sentence with ids, never with personal data.
    pub text: String,
}

impl Finding {
    pub fn new(capability: &'static str, text: impl Into<String>) -> Self {
        Self { capability, level: Level::Defect, text: text.into() }
    }

    /// What somebody should look at, and `doctor --strict` does not fail for.
    pub fn notice(capability: &'static str, text: impl Into<String>) -> Self {
        Self { level: Level::Notice, ..Self::new(capability, text) }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let notice = if self.level == Level::Notice { "notice: " } else { "" };
        write!(f, "{}: {notice}{}", self.capability, self.text)
    }
}

#[derive(FromQueryResult)]
struct Pair {
    one: i64,
    two: i64,
}

/// Runs a capability's rules. Each rule is its words and a query of the ids `(one, two)` of the rows
/// that break it: plain SQL that both databases read alike and that takes no value.
///
/// # Errors
/// The database's.
pub async fn broken(
    capability: &'static str,
    rules: &[(&str, &str)],
    db: &impl ConnectionTrait,
) -> Result<Vec<Finding>, DbErr> {
    let mut findings = Vec::new();
    for (what, sql) in rules {
        let sql = format!("{sql} LIMIT {LISTED}");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        for Pair { one, two } in Pair::find_by_statement(statement).all(db).await? {
            findings.push(Finding::new(capability, format!("{what}: {one}, {two}")));
        }
    }
    Ok(findings)
}
