//! Two databases, one behaviour: SQLite for one machine, PostgreSQL for many.
//!
//! SQLite gets **one** writer connection with IMMEDIATE transactions and four readers:
//! several writers with deferred transactions fail most read-then-write attempts.
//! PostgreSQL reads and writes through one pool; commands settle races with row locks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sea_query::{Expr, SelectStatement, SubQueryStatement};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

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
}

impl Db {
    /// Opens `sqlite://file` (made when missing) or `postgres://…`.
    pub async fn open(address: &str) -> Result<Self, DbErr> {
        let statements = Arc::new(AtomicU64::new(0));
        let connect = async |connections: u32| -> Result<DatabaseConnection, DbErr> {
            let mut connection = Database::connect(options(address, connections)).await?;
            let counter = Arc::clone(&statements);
            connection.set_metric_callback(move |_| {
                counter.fetch_add(1, Ordering::Relaxed);
            });
            Ok(connection)
        };
        let (write, read) = if address.starts_with("sqlite:") {
            // The writer first: it makes the file and puts it in WAL mode.
            (connect(1).await?, connect(READERS).await?)
        } else {
            let pool = connect(POSTGRES_CONNECTIONS).await?;
            (pool.clone(), pool)
        };
        Ok(Self { read, write, statements })
    }

    /// For questions. Never write through it: on SQLite it is the readers' pool.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
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

    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close_by_ref().await?;
        self.write.close_by_ref().await
    }
}

fn options(address: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(address.to_owned());
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(15))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .statement_cache_capacity(256)
                // Five connections: what each keeps beyond this, the system keeps for all.
                .pragma("cache_size", "-2000")
                .pragma("temp_store", "memory")
        });
    options
}
