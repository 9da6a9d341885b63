//! Files that prove something: the scan of a signed sheet, what somebody shows with a request.
//!
//! Every file goes the same way: what its sender brought today is counted, it is looked at and remade
//! in a process apart (`scans`), written before any row names it (`platform::files`), and named in the
//! transaction of whoever needs it. What its row says of it is theirs. Only what waits for a form that reads
//! it itself (`kept_files`) waits as it came, and nobody opens it before.

use chrono::NaiveTime;
use rocket::http::ContentType;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

use platform::blocking::FILES;
use platform::db::take_turns;
use platform::entity::stored_file::{self, FileId};
use platform::files::{self, Kind, UnfiledBytes};
use platform::prelude::*;
use platform::{numbers, secrets, texts};

use scans::apart::clean_apart;

use crate::actor::Author;
use crate::desk::FileReply;
use crate::entity::account::AccountId;
use crate::entity::kept_file;
use crate::kept_files::KeptFile;

/// The largest file that a form brings.
pub const MOST_MEGABYTES: usize = scans::MOST_BYTES / 1024 / 1024;

/// What one account may bring in a day of Bogotá. Disk is shared by everybody, and nobody's work needs
/// more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayQuota {
    pub files: i64,
    pub bytes: i64,
}

/// Whoever learns: products, excuses, what shows that a mark is wrong.
pub const OF_LEARNER: DayQuota = DayQuota { files: 40, bytes: 100 * 1024 * 1024 };
/// Whoever works here: the sheets of a day's sessions, the pictures of a bank.
pub const OF_STAFF: DayQuota = DayQuota { files: 400, bytes: 1024 * 1024 * 1024 };

/// Why a file is not kept, in words for whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceRefusal {
    #[error(transparent)]
    Scan(#[from] scans::ScanRefusal),
    #[error("{}", texts::say("sign_in.files_of_the_day", &[]))]
    DayFull,
}

impl EvidenceRefusal {
    /// The file is larger than any that is read.
    pub const TOO_LARGE: Self = Self::Scan(scans::ScanRefusal::TooLarge);
}

/// What an account brought today.
#[derive(Debug, Default, PartialEq, Eq, sea_orm::FromQueryResult)]
struct DayTotal {
    files: i64,
    bytes: Option<i64>,
}

impl DayQuota {
    /// Whether so many bytes more are within the day.
    fn takes(&self, brought: &DayTotal, bytes: i64) -> bool {
        brought.files < self.files && brought.bytes.unwrap_or_default() + bytes <= self.bytes
    }
}

async fn brought_today(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<DayTotal, DbErr> {
    use stored_file::Column;
    let midnight = dates::from_bogota(dates::bogota_date(now), NaiveTime::MIN);
    let sum = Expr::col(Column::Bytes).sum().cast_as(Alias::new("BIGINT"));
    let found = stored_file::Entity::find()
        .select_only()
        .column_as(Column::Id.count(), "files")
        .column_as(sum, "bytes")
        .filter(Column::CreatedBy.eq(account.0))
        .filter(Column::CreatedAt.gte(midnight))
        .into_model()
        .one(db)
        .await?;
    Ok(found.unwrap_or_default())
}

/// The file of a form.
#[derive(Debug)]
pub enum Attachment {
    /// As it came; it is looked at and remade before it is kept.
    Bytes(Vec<u8>),
    /// It came with this form before, when something else of it was wrong.
    Kept(KeptFile),
}

impl From<Vec<u8>> for Attachment {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// Where the bytes of an evidence are.
#[derive(Debug)]
enum Source {
    /// Written, and named by no row yet.
    Written(UnfiledBytes, DayQuota),
    Kept(KeptFile),
}

/// A file that was remade and written, and that the row of its purpose does not name yet.
#[derive(Debug)]
#[must_use = "what no row names is to be forgotten"]
pub struct Evidence {
    source: Source,
    /// Digest of the bytes as they came.
    pub received: String,
    pub pages: i32,
}

/// Remakes and writes a file that `by` sent, before the transaction: nobody waits for a store with the
/// cohort's row locked. The inner error is why it is not kept, in words for whoever sent it.
///
/// # Errors
/// The store or the database does not answer, or too many files are being remade, for this account or
/// for all.
pub async fn receive(
    app: &App,
    by: &Author,
    file: impl Into<Attachment>,
    quota: DayQuota,
) -> Result<Result<Evidence, EvidenceRefusal>, AppError> {
    let bytes = match file.into() {
        Attachment::Bytes(bytes) => bytes,
        Attachment::Kept(kept) => {
            let (received, pages) = (kept.row.received_sha256.clone(), kept.row.pages);
            return Ok(Ok(Evidence { source: Source::Kept(kept), received, pages }));
        }
    };
    if !has_room(app, by, &bytes, quota).await? {
        return Ok(Err(EvidenceRefusal::DayFull));
    }
    let received = secrets::digest(&bytes);
    let program = app.config.program.clone();
    let account = by.account.map(|account| account.0);
    let answer = FILES.run(account, move || clean_apart(&program, bytes)).await?;
    let clean = match answer {
        Ok(Ok(clean)) => clean,
        Ok(Err(refusal)) => return Ok(Err(refusal.into())),
        Err(error) => return Err(AppError::Internal(format!("no process apart: {error}"))),
    };
    let kind = match clean.kind {
        scans::Kind::Pdf => Kind::Pdf,
        scans::Kind::Jpeg => Kind::Jpeg,
    };
    let written = app.files.put(clean.bytes, kind).await?;
    let pages = i32::try_from(clean.pages).unwrap_or(i32::MAX);
    Ok(Ok(Evidence { source: Source::Written(written, quota), received, pages }))
}

/// Whether the day of whoever sends takes the bytes.
async fn has_room(app: &App, by: &Author, bytes: &[u8], quota: DayQuota) -> Result<bool, DbErr> {
    let Some(account) = by.account else { return Ok(true) };
    let brought = brought_today(app.db.read(), account, app.clock.now()).await?;
    Ok(quota.takes(&brought, i64::try_from(bytes.len()).unwrap_or(i64::MAX)))
}

/// Writes a file as it came, which nobody opens before the form that it waits for reads it, and says its
/// media type with its name.
pub(crate) async fn receive_as_sent(
    app: &App,
    by: &Author,
    (bytes, media_type): (Vec<u8>, String),
    quota: DayQuota,
) -> Result<Result<Evidence, EvidenceRefusal>, AppError> {
    if !has_room(app, by, &bytes, quota).await? {
        return Ok(Err(EvidenceRefusal::DayFull));
    }
    let received = secrets::digest(&bytes);
    let mut written = app.files.put(bytes, Kind::AsSent).await?;
    written.content_type = media_type;
    Ok(Ok(Evidence { source: Source::Written(written, quota), received, pages: 1 }))
}

impl Evidence {
    /// Returns the SHA-256 of the stored bytes.
    pub fn sha256(&self) -> &str {
        match &self.source {
            Source::Written(written, _) => &written.sha256,
            Source::Kept(kept) => &kept.file.sha256,
        }
    }

    /// Whether it is a photo or a drawing, and not a document.
    pub fn is_picture(&self) -> bool {
        match &self.source {
            Source::Written(written, _) => written.kind == Kind::Jpeg,
            Source::Kept(kept) => kept.file.content_type == Kind::Jpeg.content_type(),
        }
    }

    /// Writes the row that names the file, in the transaction of the caller. The day is counted once
    /// more, one file of an account after the other: those that came side by side find it full. A file
    /// that waited has its row; it waits no more.
    ///
    /// # Errors
    ///
    /// The day is full, the file that waited went with another form, or those of the database.
    pub async fn name(
        &self,
        tx: &DatabaseTransaction,
        by: AccountId,
        now: DateTime<Utc>,
    ) -> Result<FileId, AppError> {
        let (written, quota) = match &self.source {
            Source::Written(written, quota) => (written, quota),
            Source::Kept(kept) => {
                let taken = kept_file::Entity::delete_by_id(kept.row.id).exec(tx).await?;
                return match taken.rows_affected {
                    1 => Ok(kept.file.id),
                    _ => Err(AppError::Refused(texts::say("sign_in.kept_file_gone", &[]))),
                };
            }
        };
        take_turns(tx, &[&format!("files of account:{by}")]).await?;
        if !quota.takes(&brought_today(tx, by, now).await?, written.bytes) {
            return Err(AppError::Refused(EvidenceRefusal::DayFull.to_string()));
        }
        files::name(tx, written, Some(by.0), now).await
    }

    /// What no row names is of no use; the doctor finds it should this not work. A file that waits for
    /// its form goes on waiting.
    pub async fn forget(self, app: &App) {
        if let Source::Written(written, _) = self.source {
            let _ = app.files.delete(&written.key).await;
        }
    }
}

/// The file as a download: strangers' bytes are saved, never shown inside a page of ours.
///
/// # Errors
/// The store does not answer, or the bytes are others.
pub async fn reply(
    app: &App,
    file: &stored_file::Model,
    name: String,
) -> Result<FileReply, AppError> {
    let pdf = file.content_type == Kind::Pdf.content_type();
    Ok(FileReply {
        name: format!("{name}.{}", Kind::extension(&file.content_type)),
        content_type: if pdf { ContentType::PDF } else { ContentType::JPEG },
        bytes: app.files.read(file).await?,
        inline: false,
    })
}

/// «PDF de 3 páginas», «foto».
pub fn what(content_type: &str, pages: i32) -> String {
    if content_type == Kind::Pdf.content_type() {
        format!("PDF de {}", numbers::some(pages, "página", "páginas"))
    } else {
        "foto".to_owned()
    }
}
