//! The PDF of a certificate: kept once rendered, and until then made on the fly. It is a pure
//! function of the snapshot and of the credential that was signed with it, neither of which ever
//! changes, so both are the same bytes, and a download changes no row (R52). Where somebody signs
//! documents there is none before it is signed.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Seek as _, Write as _};

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
    RelationTrait,
};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use cohorts_model::entity::cohort::CohortId;
use documents::certificate::{Attachment, Enclosures, pdf_with};
use platform::app::App;
use platform::blocking;
use platform::errors::AppError;
use platform::search::fold;

use super::credentials::queries::enclosed;
use super::entity::certificate::{self, CertificateId, State};
use super::entity::certificate_document;
use super::queries::certificates::active_after;
use super::signature_images::queries::bytes_of;
use super::signatures;
use super::snapshot::Snapshot;

/// Documents held in memory while a zip is written.
const PORTION: u64 = 50;

fn broken(error: impl std::fmt::Display) -> AppError {
    AppError::Internal(format!("certificate: {error}"))
}

/// The parts of a certificate from which its document is made.
pub struct PdfSource {
    pub certificate: CertificateId,
    pub snapshot: String,
}

impl From<&certificate::Model> for PdfSource {
    fn from(row: &certificate::Model) -> Self {
        Self { certificate: row.id, snapshot: row.snapshot.clone() }
    }
}

/// Renders in the blocking pool. One statement reads the signature images that the snapshot names, if
/// it names any.
async fn render(
    db: &impl ConnectionTrait,
    snapshot: &str,
    credential: Option<String>,
) -> Result<Vec<u8>, AppError> {
    let snapshot = Snapshot::read(snapshot)?;
    let drawings = bytes_of(db, &snapshot.drawings()).await?;
    blocking::run(move || make(&snapshot, &drawings, credential.as_deref())).await?
}

/// Makes the document of a snapshot, with its signature images by their digests and the credential that
/// was signed with it. Pure; it takes some milliseconds.
pub fn make(
    snapshot: &Snapshot,
    drawings: &[(String, Vec<u8>)],
    credential: Option<&str>,
) -> Result<Vec<u8>, AppError> {
    // The first layout has no place for it, and its bytes stay as they were.
    let credential = credential.filter(|_| snapshot.document.look.is_some());
    let attachment = credential.map(|jwt| Attachment {
        name: "credencial.jwt",
        mime_type: "application/vc+jwt",
        description: "Credencial verificable (Open Badges 3.0)",
        bytes: jwt.as_bytes(),
    });
    pdf_with(&snapshot.document, Enclosures { drawings, attachment }).map_err(broken)
}

/// The documents of these certificates, each by itself: one that cannot be made stops no other.
pub async fn render_each(
    db: &impl ConnectionTrait,
    sources: &[PdfSource],
) -> Result<Vec<(CertificateId, Result<Vec<u8>, AppError>)>, AppError> {
    let mut credentials = enclosed(db, sources.iter().map(|source| source.certificate)).await?;
    let mut made = Vec::with_capacity(sources.len());
    for source in sources {
        let credential = credentials.remove(&source.certificate);
        made.push((source.certificate, render(db, &source.snapshot, credential).await));
    }
    Ok(made)
}

/// Returns the bytes of the document, stored or made now. `None` means that it waits for its signature.
pub async fn bytes(
    app: &App,
    certificate: &certificate::Model,
) -> Result<Option<Vec<u8>>, AppError> {
    let db = app.db.read();
    match certificate_document::Entity::find_by_id(certificate.id).one(db).await? {
        Some(kept) => Ok(Some(kept.pdf)),
        None if signatures::are_awaited(&app.config) => Ok(None),
        None => {
            let credential = enclosed(db, [certificate.id]).await?.remove(&certificate.id);
            Ok(Some(render(db, &certificate.snapshot, credential).await?))
        }
    }
}

/// «certificado-HUI-2026-000123.pdf».
pub fn file_name(certificate: &certificate::Model) -> String {
    format!("certificado-{}.pdf", certificate.number)
}

/// Returns how many active certificates of a cohort have their document and how many wait for it; both
/// are 0 where no service signs.
pub async fn awaited(app: &App, cohort: CohortId) -> Result<(u64, u64), AppError> {
    if !signatures::are_awaited(&app.config) {
        return Ok((0, 0));
    }
    let db = app.db.read();
    let active = certificate::Entity::find()
        .select_only()
        .column(certificate::Column::Id)
        .filter(certificate::Column::CohortId.eq(cohort))
        .filter(certificate::Column::State.eq(State::Active));
    let all = active.clone().count(db).await?;
    let document = certificate_document::Relation::Certificate.def().rev();
    let ready = active.join(JoinType::InnerJoin, document).count(db).await?;
    Ok((ready, all.saturating_sub(ready)))
}

/// Every active certificate of a cohort in one file, a portion at a time. PDFs are compressed
/// already, so they are only stored. Those that are awaited are named in a list. The file has no name
/// and goes when it is closed: memory holds a portion, however many there are.
///
/// # Errors
/// The database's; or there is no room for the file.
pub async fn zip(app: &App, cohort: CohortId) -> Result<File, AppError> {
    let db = app.db.read();
    let waits = signatures::are_awaited(&app.config);
    let mut awaited = String::new();
    let mut archive = ZipWriter::new(tempfile::tempfile().map_err(broken)?);
    let mut after = CertificateId(0);
    loop {
        let portion = active_after(db, cohort, after, PORTION).await?;
        let Some(last) = portion.last() else { break };
        after = last.id;
        let mut kept = kept(db, &portion).await?;
        let missing: Vec<PdfSource> = portion
            .iter()
            .filter(|certificate| !waits && !kept.contains_key(&certificate.id))
            .map(PdfSource::from)
            .collect();
        for (certificate, bytes) in render_each(db, &missing).await? {
            kept.insert(certificate, bytes?);
        }
        let mut files = Vec::with_capacity(portion.len());
        for certificate in &portion {
            let Some(bytes) = kept.remove(&certificate.id) else {
                awaited.push_str(&name_in_zip(certificate)?);
                awaited.push_str("\r\n");
                continue;
            };
            files.push((name_in_zip(certificate)?, bytes));
        }
        archive = blocking::run(move || add(archive, files)).await??;
    }
    if !awaited.is_empty() {
        let list = format!("Se están firmando y no están en este archivo:\r\n\r\n{awaited}");
        archive = add(archive, vec![("FALTAN.txt".to_owned(), list.into_bytes())])?;
    }
    blocking::run(move || {
        let mut file = archive.finish().map_err(broken)?;
        file.rewind().map_err(broken)?;
        Ok(file)
    })
    .await?
}

fn add(
    mut archive: ZipWriter<File>,
    files: Vec<(String, Vec<u8>)>,
) -> Result<ZipWriter<File>, AppError> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files {
        archive.start_file(name, options).map_err(broken)?;
        archive.write_all(&bytes).map_err(broken)?;
    }
    Ok(archive)
}

async fn kept(
    db: &impl ConnectionTrait,
    portion: &[certificate::Model],
) -> Result<HashMap<CertificateId, Vec<u8>>, AppError> {
    let rows = certificate_document::Entity::find()
        .filter(certificate_document::Column::CertificateId.is_in(portion.iter().map(|row| row.id)))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.certificate_id, row.pdf)).collect())
}

/// «HUI-2026-000123-luz-marcela-guayacan.pdf»: letters every file system knows.
fn name_in_zip(certificate: &certificate::Model) -> Result<String, AppError> {
    let snapshot = Snapshot::read(&certificate.snapshot)?;
    let words: Vec<String> = fold(&snapshot.document.full_name)
        .split_whitespace()
        .map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>())
        .filter(|word| !word.is_empty())
        .collect();
    let name: String = words.join("-").chars().take(80).collect();
    Ok(format!("{}-{name}.pdf", snapshot.document.number))
}
