//! The bookkeeping that every loader of reference facts shares: each file's digest, source, licence
//! and rows stand in `reference_load`.
//!
//! A file whose content is loaded already is left alone, so that a load can be repeated at every
//! start of a new version. Rows are upserted by their official code and never deleted: other rows
//! speak of them.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, Iterable,
    PrimaryKeyToColumn, Set,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use platform::errors::AppError;
use platform::secrets;

use super::entity::reference_load;

/// A file of `seed/reference`, held in the program.
#[derive(Clone, Copy, Debug)]
pub struct ReferenceFile {
    pub name: &'static str,
    pub text: &'static str,
}

/// `reference_file!("departments.csv")` embeds a file of `seed/reference` into a crate `crates/<word>`.
#[macro_export]
macro_rules! reference_file {
    ($name:literal) => {
        $crate::reference::ReferenceFile {
            name: $name,
            text: include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../seed/reference/",
                $name
            )),
        }
    };
}
pub use crate::reference_file;

const SOURCES: ReferenceFile = ReferenceFile {
    name: "SOURCES.toml",
    text: include_str!("../../../../seed/reference/SOURCES.toml"),
};

/// Rows in one statement: SQLite takes 32,766 values, and no table here has over 20 columns.
const BATCH: usize = 1_000;

#[derive(Deserialize)]
struct Sources {
    file: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    name: String,
    rows: i32,
    source: String,
    licence: String,
}

impl ReferenceFile {
    fn digest(&self) -> String {
        secrets::digest(self.text)
    }

    /// Something in the file is not as it must be; nothing of the load is kept.
    pub fn broken(&self, reason: impl std::fmt::Display) -> AppError {
        AppError::Internal(format!("{}: {reason}", self.name))
    }

    /// The rows of a CSV file; columns that `T` does not name are for people.
    pub fn rows<T: DeserializeOwned>(&self) -> Result<Vec<T>, AppError> {
        csv::Reader::from_reader(self.text.as_bytes())
            .deserialize()
            .collect::<Result<_, _>>()
            .map_err(|error| self.broken(error))
    }

    /// Whether this very content is loaded.
    pub async fn is_loaded(&self, db: &impl ConnectionTrait) -> Result<bool, DbErr> {
        let known = reference_load::Entity::find_by_id(self.name).one(db).await?;
        Ok(known.is_some_and(|load| load.content_hash == self.digest()))
    }

    fn source(&self) -> Result<Source, AppError> {
        let sources: Sources = toml::from_str(SOURCES.text).map_err(|e| SOURCES.broken(e))?;
        let own = sources.file.into_iter().find(|file| file.name == self.name);
        own.ok_or_else(|| self.broken("no tiene entrada en SOURCES.toml"))
    }

    /// What to print about a file that was left alone.
    pub fn unchanged(&self) -> Result<String, AppError> {
        let source = self.source()?;
        Ok(format!("{}: {} filas, sin cambios.", self.name, source.rows))
    }

    /// Records that the content of the file is loaded and returns what to print.
    ///
    /// # Errors
    ///
    /// The file does not hold the rows that SOURCES.toml announces.
    pub async fn record(
        &self,
        tx: &impl ConnectionTrait,
        rows: usize,
        at: DateTime<Utc>,
    ) -> Result<String, AppError> {
        let source = self.source()?;
        if usize::try_from(source.rows) != Ok(rows) {
            return Err(
                self.broken(format!("tiene {rows} filas y SOURCES.toml anuncia {}", source.rows))
            );
        }
        let line = format!(
            "{}: {rows} filas cargadas. Fuente: {} ({}).",
            self.name, source.source, source.licence
        );
        let load = reference_load::ActiveModel {
            name: Set(self.name.to_owned()),
            content_hash: Set(self.digest()),
            source: Set(source.source),
            licence: Set(source.licence),
            rows: Set(source.rows),
            loaded_at: Set(at),
        };
        upsert(tx, vec![load]).await?;
        Ok(line)
    }
}

/// Inserts rows, or overwrites every other column of those whose primary key is there.
pub async fn upsert<A>(tx: &impl ConnectionTrait, rows: Vec<A>) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    type Key<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::PrimaryKey;
    type Column<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;
    let keys: Vec<Column<A>> = Key::<A>::iter().map(|key| key.into_column()).collect();
    let is_key = |column: &Column<A>| Key::<A>::from_column(*column).is_some();
    let others = Column::<A>::iter().filter(|column| !is_key(column));
    let conflict = OnConflict::columns(keys).update_columns(others).to_owned();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        A::Entity::insert_many(rows.by_ref().take(BATCH))
            .on_conflict(conflict.clone())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}
