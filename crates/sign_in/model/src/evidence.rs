//! Files that prove something: the scan of a signed sheet, what somebody shows with a request.
//!
//! Every file goes the same way: it is looked at and remade in a process apart (`scans`), written
//! before any row names it (`platform::files`), and named in the transaction of whoever needs it. What
//! its row says of it is theirs.

use rocket::http::ContentType;
use sea_orm::DatabaseTransaction;

use platform::blocking::FILES;
use platform::entity::stored_file::{self, FileId};
use platform::files::{self, Kind, UnfiledBytes};
use platform::prelude::*;
use platform::{numbers, secrets};

use scans::apart::clean_apart;

use crate::actor::Author;
use crate::desk::FileReply;
use crate::entity::account::AccountId;

/// The largest file that a form brings.
pub const MOST_MEGABYTES: usize = scans::MOST_BYTES / 1024 / 1024;

/// A file that was remade and written, and that no row names yet.
#[derive(Debug)]
#[must_use = "what no row names is to be forgotten"]
pub struct Evidence {
    written: UnfiledBytes,
    /// Digest of the bytes as they came.
    pub received: String,
    pub pages: i32,
}

/// Remakes and writes a file that `by` sent, before the transaction: nobody waits for a store with the
/// cohort's row locked. The inner error is why it is not kept, in words for whoever sent it.
///
/// # Errors
/// The store does not answer, or too many files are being remade, for this account or for all.
pub async fn receive(
    app: &App,
    by: &Author,
    bytes: Vec<u8>,
) -> Result<Result<Evidence, scans::ScanRefusal>, AppError> {
    let received = secrets::digest(&bytes);
    let program = app.config.program.clone();
    let account = by.account.map(|account| account.0);
    let answer = FILES.run(account, move || clean_apart(&program, bytes)).await?;
    let clean = match answer {
        Ok(Ok(clean)) => clean,
        Ok(Err(refusal)) => return Ok(Err(refusal)),
        Err(error) => return Err(AppError::Internal(format!("no process apart: {error}"))),
    };
    let kind = match clean.kind {
        scans::Kind::Pdf => Kind::Pdf,
        scans::Kind::Jpeg => Kind::Jpeg,
    };
    let written = app.files.put(clean.bytes, kind).await?;
    let pages = i32::try_from(clean.pages).unwrap_or(i32::MAX);
    Ok(Ok(Evidence { written, received, pages }))
}

impl Evidence {
    /// Returns the SHA-256 of the stored bytes.
    pub fn sha256(&self) -> &str {
        &self.written.sha256
    }

    /// Whether it is a photo or a drawing, and not a document.
    pub fn is_picture(&self) -> bool {
        self.written.kind == Kind::Jpeg
    }

    /// Writes the row that names the file, in the transaction of the caller.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub async fn name(
        &self,
        tx: &DatabaseTransaction,
        by: AccountId,
        now: DateTime<Utc>,
    ) -> Result<FileId, AppError> {
        files::name(tx, &self.written, Some(by.0), now).await
    }

    /// What no row names is of no use; the doctor finds it should this not work.
    pub async fn forget(self, app: &App) {
        let _ = app.files.delete(&self.written.key).await;
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
