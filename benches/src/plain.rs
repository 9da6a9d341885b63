//! Measures statements by themselves, and says how the database goes about them.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use formacion::platform::db::Db;
use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use crate::measure::Spread;

const TIMES: usize = 3;

/// How many of the heaviest statements are told.
const HEAVIEST: usize = 10;

/// Measures a statement with all its rows fetched.
pub async fn time(db: &Db, sql: &str) -> Spread {
    let mut took = Vec::new();
    for _ in 0..TIMES {
        let statement = Statement::from_string(db.backend(), sql.to_owned());
        took.push(once(db, statement).await);
    }
    Spread::of(took)
}

async fn once(db: &Db, statement: Statement) -> Duration {
    let began = Instant::now();
    db.read().query_all_raw(statement).await.expect("the statement is understood");
    began.elapsed()
}

/// The statements that pages send, each once.
#[derive(Clone, Default)]
pub struct StatementLog(Arc<Mutex<Log>>);

#[derive(Default)]
struct Log {
    page: &'static str,
    sent: Vec<(&'static str, Statement)>,
}

impl StatementLog {
    /// Begins to keep every statement that is sent.
    pub fn watching(db: &Db) -> Self {
        let sent = Self::default();
        let log = Arc::clone(&sent.0);
        db.watch(move |statement| {
            let mut log = log.lock().expect("nobody broke");
            let known = log.sent.iter().any(|(_, sent)| sent.sql == statement.sql);
            if !known && statement.sql.starts_with("SELECT") {
                let page = log.page;
                log.sent.push((page, statement.clone()));
            }
        });
        sent
    }

    /// Says that this page sends the next statements.
    pub fn by(&self, page: &'static str) {
        self.0.lock().expect("nobody broke").page = page;
    }

    pub fn all(&self) -> Vec<(&'static str, Statement)> {
        self.0.lock().expect("nobody broke").sent.clone()
    }
}

/// Returns the heaviest of these statements as Markdown, with how the database goes about each.
pub async fn plans(db: &Db, sent: Vec<(&'static str, Statement)>) -> String {
    let mut timed = Vec::new();
    for (page, statement) in sent {
        timed.push((once(db, statement.clone()).await, page, statement));
    }
    timed.sort_by_key(|(took, ..)| std::cmp::Reverse(*took));
    let mut text = String::new();
    for (number, (took, page, statement)) in timed.into_iter().take(HEAVIEST).enumerate() {
        let plan = explained(db, &statement).await;
        let page = page.trim_start_matches("people, ");
        let _ = write!(
            text,
            "## {}. {page}, {} ms\n\n```sql\n{}\n```\n\n```text\n{plan}\n```\n\n",
            number + 1,
            took.as_millis(),
            shortened(&statement.sql),
        );
    }
    text
}

/// Returns the statement without the quotes of its names and with long lists of values cut.
fn shortened(sql: &str) -> String {
    let is_value = |word: &str| {
        let word = word.trim_matches(['(', ')']);
        word == "?" || word.strip_prefix('$').is_some_and(|rest| rest.parse::<u32>().is_ok())
    };
    let sql = sql.replace('"', "");
    let mut words: Vec<&str> = Vec::new();
    for word in sql.split(", ") {
        let follows = is_value(word) && !word.ends_with(')');
        match words.last() {
            Some(&"…") if follows => {}
            Some(last) if follows && is_value(last) => words.push("…"),
            _ => words.push(word),
        }
    }
    words.join(", ")
}

async fn explained(db: &Db, statement: &Statement) -> String {
    let word = match db.backend() {
        DbBackend::Postgres => "EXPLAIN (ANALYZE, TIMING OFF, COSTS OFF, SUMMARY OFF)",
        _ => "EXPLAIN QUERY PLAN",
    };
    let asked = Statement { sql: format!("{word} {}", statement.sql), ..statement.clone() };
    let rows = db.read().query_all_raw(asked).await.expect("a plan");
    let mut depth = std::collections::HashMap::from([(0_i64, 0_usize)]);
    let line = |row: sea_orm::QueryResult| match db.backend() {
        DbBackend::Postgres => row.try_get_by_index::<String>(0).expect("a line"),
        // Each line names the one above it.
        _ => {
            let (id, parent): (i64, i64) =
                (row.try_get("", "id").expect("id"), row.try_get("", "parent").expect("parent"));
            let here = depth.get(&parent).copied().unwrap_or(0);
            depth.insert(id, here + 1);
            let detail: String = row.try_get("", "detail").expect("a line");
            format!("{}{detail}", "  ".repeat(here))
        }
    };
    rows.into_iter().map(line).collect::<Vec<_>>().join("\n")
}
