//! Where files go, as `FILES_URL` and its companions say it.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use url::Url;

use crate::transit::is_protected;

/// The settings' names.
pub const NAMES: [&str; 5] =
    ["FILES_URL", "FILES_KEY", "FILES_SECRET", "FILES_ENDPOINT", "FILES_REGION"];

/// The settings of the file store as the environment holds them, before they are checked.
#[derive(Default, Deserialize)]
pub struct FileVariables {
    pub files_url: Option<String>,
    pub files_key: Option<VariableText>,
    pub files_secret: Option<VariableText>,
    pub files_endpoint: Option<String>,
    pub files_region: Option<String>,
}

/// A variable of digits alone is read as a number.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum VariableText {
    Text(String),
    Number(u64),
}

impl VariableText {
    pub fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A word that no log or error ever shows.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileStore {
    Folder(PathBuf),
    S3(S3Service),
}

/// A bucket of a service that speaks S3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct S3Service {
    pub bucket: String,
    pub region: String,
    /// The address of the service, when it is not Amazon's.
    pub endpoint: Option<String>,
    pub key: String,
    pub secret: SecretText,
}

const DEFAULT_REGION: &str = "us-east-1";

/// Reads the place; without `FILES_URL` it is a folder beside the embedded database.
///
/// # Errors
/// One sentence that names the setting and never its secret.
pub fn read(raw: FileVariables, database_url: &str) -> Result<FileStore, String> {
    let Some(address) = raw.files_url.as_deref().map(str::trim).filter(|url| !url.is_empty())
    else {
        return Ok(FileStore::Folder(beside(database_url, "files")));
    };
    if let Some(folder) = address.strip_prefix("file://") {
        let folder = Path::new(folder);
        return if folder.is_absolute() {
            Ok(FileStore::Folder(folder.to_owned()))
        } else {
            Err("FILES_URL debe nombrar la carpeta completa, como file:///var/lib/formacion/archivos.".to_owned())
        };
    }
    let bucket = Url::parse(address)
        .ok()
        .filter(|url| url.scheme() == "s3" && matches!(url.path(), "" | "/"))
        .and_then(|url| url.host_str().map(str::to_owned))
        .filter(|name| !name.is_empty());
    let Some(bucket) = bucket else {
        return Err("FILES_URL debe ser file:///carpeta o s3://nombre-del-deposito.".to_owned());
    };
    let text = |value: Option<VariableText>| value.map(|text| text.into_text().trim().to_owned());
    let filled = |value: Option<String>| value.filter(|text| !text.is_empty());
    let (Some(key), Some(secret)) = (filled(text(raw.files_key)), filled(text(raw.files_secret)))
    else {
        return Err(
            "FILES_KEY y FILES_SECRET faltan: el depósito S3 se abre con una llave y su secreto."
                .to_owned(),
        );
    };
    let endpoint = filled(raw.files_endpoint.map(|url| url.trim().to_owned()));
    if let Some(endpoint) = &endpoint {
        let parsed = Url::parse(endpoint)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let Some(parsed) = parsed else {
            return Err(
                "FILES_ENDPOINT debe ser la dirección del servicio, como https://s3.entidad.gov.co."
                    .to_owned(),
            );
        };
        if !is_protected(&parsed) {
            return Err(
                "FILES_ENDPOINT debe comenzar por https://: lo que las personas adjuntan viajaría sin cifrar."
                    .to_owned(),
            );
        }
    }
    let region = filled(raw.files_region.map(|region| region.trim().to_owned()));
    Ok(FileStore::S3(S3Service {
        bucket,
        region: region.unwrap_or_else(|| DEFAULT_REGION.to_owned()),
        endpoint,
        key,
        secret: SecretText(secret),
    }))
}

/// `formacion.sqlite` keeps its files in `formacion.files`; other databases in `formacion.files` of
/// the folder where the product starts. The same for what has another extension.
pub fn beside(database_url: &str, extension: &str) -> PathBuf {
    let file = database_url
        .strip_prefix("sqlite:")
        .map(|rest| rest.trim_start_matches("//"))
        .map(|rest| rest.split('?').next().unwrap_or_default())
        .filter(|file| !file.is_empty() && !file.contains(":memory:"));
    Path::new(file.unwrap_or("formacion.sqlite")).with_extension(extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Option<VariableText> {
        Some(VariableText::Text(text.to_owned()))
    }

    fn s3() -> FileVariables {
        FileVariables {
            files_url: Some("s3://planillas".to_owned()),
            files_key: text("llave"),
            files_secret: text("muy-secreto"),
            ..FileVariables::default()
        }
    }

    #[test]
    fn nothing_set_means_a_folder_beside_the_database() {
        let place = |database| read(FileVariables::default(), database).expect("a folder");
        for (database, folder) in [
            ("sqlite://formacion.sqlite", "formacion.files"),
            ("sqlite:///var/lib/f/datos.sqlite?mode=rwc", "/var/lib/f/datos.files"),
            ("postgres://u@h/formacion", "formacion.files"),
        ] {
            assert_eq!(place(database), FileStore::Folder(PathBuf::from(folder)), "{database}");
        }
    }

    #[test]
    fn a_bucket_needs_its_key_and_its_secret() {
        let FileStore::S3(service) = read(s3(), "").expect("is whole") else {
            panic!("a bucket");
        };
        assert_eq!((service.bucket.as_str(), service.region.as_str()), ("planillas", "us-east-1"));
        for raw in [
            FileVariables { files_key: None, ..s3() },
            FileVariables { files_secret: text(" "), ..s3() },
        ] {
            let said = read(raw, "").expect_err("half a key");
            assert!(said.starts_with("FILES_KEY") && !said.contains("muy-secreto"), "{said}");
        }
    }

    #[test]
    fn a_secret_is_never_shown() {
        let place = read(s3(), "").expect("is whole");
        assert!(!format!("{place:?}").contains("muy-secreto"));
    }

    #[test]
    fn each_wrong_setting_is_named_in_one_sentence() {
        for url in ["archivos", "file://archivos", "s3://", "s3://a/b", "https://x.co/y"] {
            let raw = FileVariables { files_url: Some(url.to_owned()), ..s3() };
            let said = read(raw, "").expect_err(url);
            assert!(said.starts_with("FILES_URL"), "{url}: {said}");
        }
        let raw = FileVariables { files_endpoint: Some("s3.entidad".to_owned()), ..s3() };
        assert!(read(raw, "").expect_err("no address").starts_with("FILES_ENDPOINT"));
    }
}
