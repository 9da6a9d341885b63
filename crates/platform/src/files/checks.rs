//! What must hold between rows and objects (`doctor`). Bounded: the newest are looked at, because a
//! store of ten years is not read in one night.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::Files;
use crate::doctor::Finding;
use crate::entity::stored_file;
use crate::errors::AppError;

/// Rows whose object is asked for its length.
const ROWS: u64 = 500;
/// Of those, the rows whose bytes are read and counted.
const READ: usize = 50;
/// Objects that are listed.
const OBJECTS: usize = 5_000;
/// Ids in one question.
const ASKED: usize = 500;

/// Files whose row lacks its object, and objects that nobody named within a day.
///
/// # Errors
/// The database's and the store's.
pub async fn findings(
    files: &Files,
    db: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<Vec<Finding>, AppError> {
    let mut findings = Vec::new();
    let mut say = |text: String| findings.push(Finding::new("files", text));
    let rows = stored_file::Entity::find()
        .order_by_desc(stored_file::Column::Id)
        .limit(ROWS)
        .all(db)
        .await?;
    for (index, row) in rows.iter().enumerate() {
        match files.size(&row.key).await? {
            None => say(format!("file {}: its object is not there", row.id)),
            Some(size) if i64::try_from(size) != Ok(row.bytes) => {
                say(format!("file {}: its object has another length", row.id));
            }
            Some(_) if index < READ && files.read(row).await.is_err() => {
                say(format!("file {}: its object is not what was kept", row.id));
            }
            Some(_) => {}
        }
    }
    let old = files.older_than(now - TimeDelta::days(1), OBJECTS).await?;
    for some in old.chunks(ASKED) {
        let known: HashSet<String> = stored_file::Entity::find()
            .select_only()
            .column(stored_file::Column::Key)
            .filter(stored_file::Column::Key.is_in(some))
            .into_tuple()
            .all(db)
            .await?
            .into_iter()
            .collect();
        for key in some.iter().filter(|key| !known.contains(*key)) {
            say(format!("object {key}: older than a day, and no file names it"));
        }
    }
    Ok(findings)
}
