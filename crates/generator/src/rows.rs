//! Many rows in few statements, each with an id that was given to it here.

use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityName,
    EntityTrait, Iterable,
};

use platform::app::App;
use platform::errors::AppError;

/// What a statement may hold: SQLite takes 32,766 values.
const VALUES: usize = 30_000;

/// A counter that returns ids one after the other.
#[derive(Clone, Copy, Debug)]
pub struct IdSequence(i64);

impl IdSequence {
    /// After those that a table has.
    pub async fn of<E: EntityName + Default>(tx: &DatabaseTransaction) -> Result<Self, DbErr> {
        let mut query = Query::select();
        query.expr(Expr::col(Alias::new("id")).max()).from(Alias::new(E::default().table_name()));
        let row = tx.query_one(&query).await?;
        let last = row.map(|row| row.try_get_by_index::<Option<i64>>(0)).transpose()?.flatten();
        Ok(Self(last.unwrap_or(0)))
    }

    pub fn next(&mut self) -> i64 {
        self.0 += 1;
        self.0
    }
}

/// Writes all of them.
pub async fn write<A>(tx: &DatabaseTransaction, rows: Vec<A>) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        A::Entity::insert_many(rows.by_ref().take(VALUES / columns))
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Tables whose ids were given here: PostgreSQL has to be told how far they go.
const TABLES: [&str; 15] = [
    "account",
    "activity",
    "attendance_mark",
    "certificate",
    "cohort",
    "consent",
    "enrolment",
    "enrolment_event",
    "entity",
    "grade_entry",
    "history_event",
    "person",
    "post",
    "role_grant",
    "session",
];

/// Lets PostgreSQL learn how much there is by now: what it knows of empty tables makes it read the whole of
/// them for every cohort, and its own vacuuming comes too late or is switched off.
pub async fn learn(app: &App) -> Result<(), AppError> {
    let writer = app.db.writer();
    if writer.get_database_backend() == DbBackend::Postgres {
        writer.execute_unprepared("ANALYZE").await?;
    }
    Ok(())
}

/// What a database in service does by itself sooner or later: it goes on counting after the last id,
/// learns what is in its tables, and PostgreSQL notes the pages that everybody sees, without which no
/// index answers alone.
pub async fn settle(app: &App) -> Result<(), AppError> {
    let writer = app.db.writer();
    match writer.get_database_backend() {
        DbBackend::Postgres => {
            for table in TABLES {
                let next = format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
                );
                writer.execute_unprepared(&next).await?;
            }
            writer.execute_unprepared("VACUUM ANALYZE").await?;
        }
        _ => {
            writer.execute_unprepared("ANALYZE").await?;
        }
    }
    Ok(())
}
