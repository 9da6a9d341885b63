//! The port for files: bytes that people bring, kept in a folder or in a service that speaks S3.
//!
//! An object's name is random and says nothing; what it is, how long and with which digest stands
//! in `stored_file`. The object is written first and its row in the caller's transaction, so that a
//! row never names bytes that are not there; an object that no row ever named is a finding of the
//! doctor after a day.

pub mod checks;
pub mod settings;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{
    BackoffConfig, ClientOptions, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig,
};
use rocket::futures::{Stream, StreamExt, TryStreamExt};
use sea_orm::ActiveValue::Set;
use sea_orm::{DatabaseTransaction, EntityTrait};

use self::settings::FileStore;
use super::entity::stored_file::{self, FileId};
use super::errors::AppError;
use super::secrets;

/// How long a service is waited for: longer than a slow link needs, shorter than a person's patience.
const PATIENCE: Duration = Duration::from_secs(30);
const ATTEMPTS: usize = 3;

/// What a file is: decided by its content, never by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pdf,
    Jpeg,
    /// Not looked at yet: it waits for the form that reads it, and goes with it.
    AsSent,
}

impl Kind {
    /// Returns the media type that browsers are told.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::AsSent => "application/octet-stream",
        }
    }

    /// The end of a name for downloads.
    pub fn extension(content_type: &str) -> &'static str {
        if content_type == Self::Pdf.content_type() { "pdf" } else { "jpg" }
    }
}

/// Bytes that were written and that no row names yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "without a row nobody finds the file again"]
pub struct UnfiledBytes {
    pub key: String,
    pub sha256: String,
    pub bytes: i64,
    pub kind: Kind,
    /// The media type that its row says.
    pub content_type: String,
}

/// Where files are. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

fn broken(error: object_store::Error) -> AppError {
    // The text of an error may hold an address; its kind is enough for the log.
    AppError::Internal(match error {
        object_store::Error::NotFound { .. } => "files: the object is not there".to_owned(),
        object_store::Error::PermissionDenied { .. }
        | object_store::Error::Unauthenticated { .. } => "files: access denied".to_owned(),
        _ => "files: the store did not answer as it should".to_owned(),
    })
}

impl Files {
    /// Opens the place; a folder is made when it is missing. No service is asked anything yet.
    ///
    /// # Errors
    /// A sentence for the person who starts the product.
    pub fn open(place: &FileStore) -> Result<Self, String> {
        let store: Arc<dyn ObjectStore> = match place {
            FileStore::Folder(folder) => {
                let cannot = |why: &dyn std::fmt::Display| {
                    format!("FILES_URL: la carpeta {} no se puede usar: {why}.", folder.display())
                };
                std::fs::create_dir_all(folder).map_err(|why| cannot(&why))?;
                let local = LocalFileSystem::new_with_prefix(folder).map_err(|why| cannot(&why))?;
                Arc::new(local.with_fsync(true).with_automatic_cleanup(true))
            }
            FileStore::S3(service) => {
                // What the client speaks TLS with, unless the program chose already.
                let _ = rustls::crypto::ring::default_provider().install_default();
                let mut builder = AmazonS3Builder::new()
                    .with_bucket_name(&service.bucket)
                    .with_region(&service.region)
                    .with_access_key_id(&service.key)
                    .with_secret_access_key(service.secret.expose())
                    .with_client_options(ClientOptions::new().with_timeout(PATIENCE))
                    .with_retry(RetryConfig {
                        backoff: BackoffConfig::default(),
                        max_retries: ATTEMPTS,
                        retry_timeout: PATIENCE,
                    });
                if let Some(endpoint) = &service.endpoint {
                    builder = builder
                        .with_endpoint(endpoint)
                        .with_allow_http(endpoint.starts_with("http://"));
                }
                let store = builder
                    .build()
                    .map_err(|_| "FILES_URL: el servicio S3 no se puede usar así.".to_owned())?;
                Arc::new(store)
            }
        };
        Ok(Self { store })
    }

    /// Writes the bytes under a new random name. Call it before the transaction that names them.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn put(&self, bytes: Vec<u8>, kind: Kind) -> Result<UnfiledBytes, AppError> {
        let key = secrets::public_code()?.to_lowercase();
        let written = UnfiledBytes {
            sha256: secrets::digest(&bytes),
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            key,
            kind,
            content_type: kind.content_type().to_owned(),
        };
        self.store.put(&path(&written.key), PutPayload::from(bytes)).await.map_err(broken)?;
        Ok(written)
    }

    /// The bytes as they come.
    ///
    /// # Errors
    /// The object is not there, or the store does not answer.
    pub async fn get(
        &self,
        key: &str,
    ) -> Result<impl Stream<Item = Result<Vec<u8>, AppError>> + use<>, AppError> {
        let found = self.store.get(&path(key)).await.map_err(broken)?;
        Ok(found.into_stream().map_ok(|part| part.to_vec()).map_err(broken))
    }

    /// The whole file, proved to be what was kept: what is read to people is never half a file.
    ///
    /// # Errors
    /// As [`Self::get`], and when the bytes are others.
    pub async fn read(&self, file: &stored_file::Model) -> Result<Vec<u8>, AppError> {
        let mut bytes = Vec::with_capacity(usize::try_from(file.bytes).unwrap_or_default());
        let mut parts = Box::pin(self.get(&file.key).await?);
        while let Some(part) = parts.next().await {
            bytes.extend(part?);
        }
        if secrets::digest(&bytes) != file.sha256 {
            return Err(AppError::Internal(format!("files: {} is not what was kept", file.id)));
        }
        Ok(bytes)
    }

    /// Forgets the bytes; those that are not there are forgotten already.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn delete(&self, key: &str) -> Result<(), AppError> {
        match self.store.delete(&path(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(broken(error)),
        }
    }

    /// Names of objects written before a moment, at most so many.
    async fn older_than(&self, at: DateTime<Utc>, most: usize) -> Result<Vec<String>, AppError> {
        let all = self.store.list(None).map_err(broken).take(most);
        let old = all.try_filter_map(|object| async move {
            let name = object.location.filename().map(str::to_owned);
            Ok(name.filter(|_| object.last_modified < at))
        });
        old.try_collect().await
    }

    /// How long the object is; `None` when it is not there.
    async fn size(&self, key: &str) -> Result<Option<u64>, AppError> {
        match self.store.head(&path(key)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(broken(error)),
        }
    }
}

/// Few hundred folders, so that none holds everything.
fn path(key: &str) -> Path {
    let shelf: String = key.chars().take(2).collect();
    Path::from_iter([shelf.as_str(), key])
}

/// Writes the row that names the stored bytes, in the transaction of the caller.
///
/// # Errors
///
/// Those of the database.
pub async fn name(
    tx: &DatabaseTransaction,
    written: &UnfiledBytes,
    by: Option<i64>,
    now: DateTime<Utc>,
) -> Result<FileId, AppError> {
    let row = stored_file::ActiveModel {
        key: Set(written.key.clone()),
        sha256: Set(written.sha256.clone()),
        bytes: Set(written.bytes),
        content_type: Set(written.content_type.clone()),
        created_at: Set(now),
        created_by: Set(by),
        ..Default::default()
    };
    let inserted = stored_file::Entity::insert(row).exec(tx).await?;
    Ok(inserted.last_insert_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("formacion-files-{name}-{}", secrets::short_id()))
    }

    #[rocket::async_test]
    async fn what_was_put_is_read_back_and_forgotten_when_told() {
        let folder = folder("round");
        let files = Files::open(&FileStore::Folder(folder.clone())).expect("opens");
        let written = files.put(b"hola".to_vec(), Kind::Pdf).await.expect("is written");
        assert_eq!(written.sha256, secrets::digest("hola"));
        let row = stored_file::Model {
            id: FileId(1),
            key: written.key.clone(),
            sha256: written.sha256.clone(),
            bytes: written.bytes,
            content_type: written.kind.content_type().to_owned(),
            created_at: DateTime::default(),
            created_by: None,
        };
        assert_eq!(files.read(&row).await.expect("is there"), b"hola");
        // A changed file is never served as the one that was kept.
        let place = folder.join(&written.key[..2]).join(&written.key);
        std::fs::write(&place, b"otra").expect("is overwritten");
        assert!(files.read(&row).await.is_err());
        files.delete(&written.key).await.expect("is forgotten");
        files.delete(&written.key).await.expect("twice is no error");
        assert!(files.read(&row).await.is_err());
        assert_eq!(files.size(&written.key).await.expect("answers"), None);
        let _ = std::fs::remove_dir_all(folder);
    }

    #[rocket::async_test]
    async fn names_say_nothing_and_never_meet() {
        let folder = folder("names");
        let files = Files::open(&FileStore::Folder(folder.clone())).expect("opens");
        let one = files.put(b"x".to_vec(), Kind::Jpeg).await.expect("is written");
        let other = files.put(b"x".to_vec(), Kind::Jpeg).await.expect("is written");
        assert_ne!(one.key, other.key);
        assert!(one.key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
        let _ = std::fs::remove_dir_all(folder);
    }
}
