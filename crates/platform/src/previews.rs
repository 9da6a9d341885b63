//! Files that people send to be imported: what is the same of all of them (`docs/adr/0011`). A file is
//! kept for its sender, looked at, and imported or forgotten. Each capability has the table of its
//! files, reads them and says what they would change.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelBehavior, ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use sheets::Limits;

use super::app::App;
use super::blocking;
use super::errors::{AppError, Failure};
use super::example::Example;
use super::fields::FormState;
use super::marked::{Issue, SourceFile, cell_name, own_copy};
use super::pages::Figure;

/// How long a file is kept that is not imported.
const KEPT: TimeDelta = TimeDelta::days(1);
const LONGEST_NAME: usize = 120;
/// Issues or changes that a page lists.
pub const LISTED: usize = 100;

/// The name of a file, no longer than its row holds.
pub fn short_name(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

/// Reads a file away from the threads that answer requests, and gives its bytes back.
///
/// # Errors
/// Refused as `read` refuses it.
pub async fn read_apart<T, R>(
    mut bytes: Vec<u8>,
    read: impl FnOnce(&[u8]) -> Result<T, R> + Send + 'static,
) -> Result<(Vec<u8>, T), Failure<R>>
where
    T: Send + 'static,
    R: Send + 'static,
{
    let found = read_sent(&mut bytes, read).await?;
    Ok((bytes, found))
}

/// Reads a file as [`read_apart`] does. A file that is refused keeps its bytes, for the form that is shown
/// again.
///
/// # Errors
/// Refused as `read` refuses it.
pub async fn read_sent<T, R>(
    bytes: &mut Vec<u8>,
    read: impl FnOnce(&[u8]) -> Result<T, R> + Send + 'static,
) -> Result<T, Failure<R>>
where
    T: Send + 'static,
    R: Send + 'static,
{
    let sent = std::mem::take(bytes);
    let (sent, result) = blocking::run(move || {
        let result = read(&sent);
        (sent, result)
    })
    .await?;
    *bytes = sent;
    result.map_err(Failure::Refused)
}

/// Keeps a file, and forgets the bytes of those that were left behind. The columns are those of the
/// bytes and of the moment when a file came.
pub async fn keep<A, C>(
    app: &App,
    row: A,
    now: DateTime<Utc>,
    bytes: C,
    created_at: C,
) -> Result<<A::Entity as EntityTrait>::Model, DbErr>
where
    A: ActiveModelBehavior + Send,
    C: ColumnTrait,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let tx = app.db.begin().await?;
    A::Entity::update_many()
        .col_expr(bytes, Expr::value(None::<Vec<u8>>))
        .filter(bytes.is_not_null())
        .filter(created_at.lt(now - KEPT))
        .exec(&tx)
        .await?;
    let kept = row.insert(&tx).await?;
    tx.commit().await?;
    Ok(kept)
}

/// The file that a person sent with the issues of its first sheet marked, away from the threads that answer
/// requests. A workbook comes back as it was made.
pub async fn mark(
    bytes: Vec<u8>,
    limits: Limits,
    header: u32,
    as_text: impl Fn(u32) -> bool + Send + 'static,
    issues: Vec<Issue>,
) -> Result<Vec<u8>, AppError> {
    blocking::run(move || {
        let source = SourceFile { bytes: &bytes, limits, sheet: 0, header, as_text: &as_text };
        own_copy(&source, &issues)
    })
    .await?
}

/// What importing a file would do, as its page shows it (`partials/file_preview`).
#[derive(Clone, Debug, Serialize, Example)]
pub struct FilePreview {
    pub form: FormState,
    /// The name of the file.
    pub name: String,
    pub figures: Vec<Figure>,
    pub summary: String,
    pub warns: bool,
    pub lines: Vec<IssueLine>,
    /// Those that are not listed.
    pub more: usize,
    pub button: Option<String>,
    pub action: String,
}

/// An issue of a file, as its page lists it.
#[derive(Clone, Debug, Serialize, Example)]
pub struct IssueLine {
    /// «Celda C12», «Línea 40».
    pub place: String,
    pub is_error: bool,
    pub text: String,
}

impl IssueLine {
    /// The first issues of a file; `row` is what a row of it is called.
    pub fn first(issues: &[Issue], row: &str) -> Vec<Self> {
        let line = |issue: &Issue| Self {
            place: match issue.column {
                Some(column) => format!("Celda {}", cell_name(issue.row, column)),
                None => format!("{row} {}", issue.row),
            },
            is_error: issue.is_error,
            text: format!("{} {}", issue.what, issue.mend).trim_end().to_owned(),
        };
        issues.iter().take(LISTED).map(line).collect()
    }
}
