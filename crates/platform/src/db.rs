//! Two databases, one behaviour: SQLite for one machine, PostgreSQL for many.
//!
//! SQLite gets **one** writer connection with IMMEDIATE transactions and four readers:
//! several writers with deferred transactions fail most read-then-write attempts.
//! PostgreSQL gets a pool for changes, whose commands settle races with row locks, and another
//! for questions: a crowd of writers behind one lock keeps nobody from reading. Whoever finds
//! no free writer waits in memory, in the order of arrival, and not in the database.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rocket::futures::TryStreamExt as _;
use sea_orm::sea_query::{Expr, SelectStatement, SubQueryStatement};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnAcquireErr, ConnectOptions, ConnectionTrait, Database, DatabaseConnection,
    DatabaseTransaction, DbBackend, DbErr, FromQueryResult, IsolationLevel, RuntimeErr,
    SelectModel, Selector, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};

use super::secrets::digest;

const SQLITE_READERS: u32 = 4;
/// How long a question waits for a free reader. Readers are held for milliseconds.
const READ_PATIENCE: Duration = Duration::from_secs(15);
/// How long a PostgreSQL statement waits for a row that another transaction holds. Together with
/// [`Pools::patience`] it stays below the minute after which the proxy gives a request up.
const LOCK_PATIENCE_MS: &str = "20000";

/// Lets transactions that name the same key go one after another until they end, where there is no
/// row yet that they could lock. SQLite's write transaction is alone anyway.
///
/// # Errors
/// When the database breaks, or somebody before takes longer than the patience.
pub async fn take_turns(tx: &DatabaseTransaction, keys: &[&str]) -> Result<(), DbErr> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let mut locks: Vec<i64> = keys
        .iter()
        .filter_map(|key| i64::from_str_radix(digest(key).get(..15)?, 16).ok())
        .collect();
    // The same order for everybody, so that nobody waits for somebody who waits.
    locks.sort_unstable();
    for lock in locks {
        tx.execute_raw(Statement::from_sql_and_values(
            DbBackend::Postgres,
            "SELECT pg_advisory_xact_lock($1)",
            [lock.into()],
        ))
        .await?;
    }
    Ok(())
}

/// How many connections there are and how long a change waits for its turn.
#[derive(Clone, Copy, Debug)]
pub struct Pools {
    /// PostgreSQL only: SQLite has four.
    pub readers: u32,
    /// PostgreSQL only: SQLite has one.
    pub writers: u32,
    pub patience: Duration,
}

impl Default for Pools {
    fn default() -> Self {
        Self { readers: 8, writers: 8, patience: Duration::from_secs(35) }
    }
}

/// Whether a change did not happen because too many others were under way: asked again a little
/// later it may well happen, and nothing of it was written.
pub fn is_busy(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(ConnAcquireErr::Timeout) => true,
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => error
            .as_database_error()
            .and_then(|error| error.code())
            .is_some_and(|code| is_busy_code(&code)),
        _ => false,
    }
}

/// PostgreSQL: a lock not granted in time, a deadlock, no connection left. SQLite: another
/// process writes.
fn is_busy_code(code: &str) -> bool {
    ["55P03", "40P01", "53300", "5", "261", "517"].contains(&code)
}

/// Returns all rows, converted one by one. Converting them all at once would hold every row twice,
/// as the driver read it and as a model, which takes ten times as much memory.
pub async fn one_by_one<M: FromQueryResult + Send>(
    db: &(impl ConnectionTrait + sea_orm::StreamTrait),
    rows: Selector<SelectModel<M>>,
) -> Result<Vec<M>, DbErr> {
    rows.stream(db).await?.try_collect().await
}

/// A question with one answer, as a column of another question.
pub fn scalar(select: SelectStatement) -> Expr {
    Expr::SubQuery(None, Box::new(SubQueryStatement::from(select)))
}

/// The open database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    statements: Arc<AtomicU64>,
    watcher: Arc<OnceLock<Watcher>>,
}

/// Is shown every statement before its answer is used.
type Watcher = Box<dyn Fn(&Statement) + Send + Sync>;

impl Db {
    /// Opens `sqlite://file` (made when missing) or `postgres://…`.
    pub async fn open(address: &str) -> Result<Self, DbErr> {
        Self::open_with(address, Pools::default()).await
    }

    /// [`Db::open`] with pools of another size.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn open_with(address: &str, pools: Pools) -> Result<Self, DbErr> {
        let statements = Arc::new(AtomicU64::new(0));
        let watcher: Arc<OnceLock<Watcher>> = Arc::default();
        let connect = async |connections, patience| -> Result<DatabaseConnection, DbErr> {
            let options = options(address, connections, patience);
            let mut connection = Database::connect(options).await?;
            let (counter, watcher) = (Arc::clone(&statements), Arc::clone(&watcher));
            connection.set_metric_callback(move |sent| {
                counter.fetch_add(1, Ordering::Relaxed);
                if let Some(watch) = watcher.get() {
                    watch(sent.statement);
                }
            });
            Ok(connection)
        };
        let (writers, readers) = match address.starts_with("sqlite:") {
            true => (1, SQLITE_READERS),
            false => (pools.writers, pools.readers),
        };
        // The writer first: it makes SQLite's file and puts it in WAL mode.
        let write = connect(writers, pools.patience).await?;
        let read = connect(readers, READ_PATIENCE).await?;
        Ok(Self { read, write, statements, watcher })
    }

    /// For questions. Never write through it: it is the readers' pool.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For questions in several parts: all of them see the database as it is at the first. Long ones
    /// only: it keeps a connection to itself.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = match self.backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..Default::default()
            },
            // A read transaction of SQLite sees nothing that others commit.
            _ => TransactionOptions::default(),
        };
        self.read.begin_with_options(options).await
    }

    /// For changes: one write transaction. Dropping it without `commit` undoes everything.
    pub async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        self.write
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode,
                ..Default::default()
            })
            .await
    }

    /// The connection that migrations run on.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    pub fn backend(&self) -> DbBackend {
        self.read.get_database_backend()
    }

    /// Statements sent since the start; tests read it around a request to hold each page
    /// to its budget.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Shows every statement from now on, with its values, to a watcher that measures. Only the
    /// first watcher is kept.
    pub fn watch(&self, watcher: impl Fn(&Statement) + Send + Sync + 'static) {
        let _ = self.watcher.set(Box::new(watcher));
    }

    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close_by_ref().await?;
        self.write.close_by_ref().await
    }
}

fn options(address: &str, connections: u32, patience: Duration) -> ConnectOptions {
    let mut options = ConnectOptions::new(address.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(patience)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|postgres| postgres.options([("lock_timeout", LOCK_PATIENCE_MS)]))
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(256)
                // What was deleted or replaced leaves no bytes in the file: an earlier box of an anonymous
                // survey would tell which sheet came last.
                .pragma("secure_delete", "ON")
                // Five connections: what each keeps beyond this, the system keeps for all. What a
                // country's results sort and count goes to unnamed files for the same reason, which is
                // SQLite's own way: in memory it was 120 MB that stayed, and slower.
                .pragma("cache_size", "-2000")
        });
    options
}
