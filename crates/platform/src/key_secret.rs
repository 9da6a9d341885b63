//! The secret that closes private keys. It is a setting or a file, and never in the database: who
//! copies the database, or finds a backup of it, can sign nothing.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;

use serde::Deserialize;

use credentials::vault::Secret;

use super::files::settings::beside;
use super::secrets;

/// The settings' names.
pub const NAMES: [&str; 2] = ["KEYS_SECRET", "KEYS_FILE"];

/// The settings of the key secret as the environment holds them, before they are checked.
#[derive(Default, Deserialize)]
pub struct KeyVariables {
    pub keys_secret: Option<String>,
    pub keys_file: Option<String>,
}

/// Where the secret is.
#[derive(Clone, Debug)]
pub enum KeySecret {
    Written(Secret),
    File(PathBuf),
}

/// Reads where it is; without settings it is a file beside the embedded database, or in the folder
/// where the product starts.
///
/// # Errors
/// One sentence that names the setting and never the secret.
pub fn read(raw: KeyVariables, database_url: &str) -> Result<KeySecret, String> {
    let filled = |value: Option<String>| value.filter(|text| !text.trim().is_empty());
    if let Some(text) = filled(raw.keys_secret) {
        return Secret::parse(&text).map(KeySecret::Written).ok_or_else(|| {
            "KEYS_SECRET debe tener 64 caracteres hexadecimales (256 bits al azar).".to_owned()
        });
    }
    Ok(KeySecret::File(match filled(raw.keys_file) {
        Some(file) => PathBuf::from(file.trim()),
        None => beside(database_url, "llave"),
    }))
}

impl KeySecret {
    /// The secret, where it is already.
    ///
    /// # Errors
    /// One sentence for whoever runs the product.
    pub fn open(&self) -> Result<Secret, String> {
        match self {
            Self::Written(secret) => Ok(secret.clone()),
            Self::File(file) => {
                let shown = file.display();
                let text = std::fs::read_to_string(file).map_err(|error| {
                    format!("No se pudo leer el secreto de las llaves en {shown}: {error}.")
                })?;
                Secret::parse(&text).ok_or_else(|| {
                    format!(
                        "El archivo {shown} no tiene un secreto de 64 caracteres hexadecimales."
                    )
                })
            }
        }
    }

    /// The secret; its file is made when there is none yet, and then named, because it has to be
    /// kept apart from backups of the database.
    ///
    /// # Errors
    /// As [`KeySecret::open`].
    pub fn open_or_make(&self) -> Result<(Secret, Option<PathBuf>), String> {
        let Self::File(file) = self else {
            return Ok((self.open()?, None));
        };
        let shown = file.display();
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        match options.open(file) {
            Ok(mut made) => {
                let text = secrets::token().map_err(|error| error.to_string())?;
                writeln!(made, "{text}").and_then(|()| made.sync_all()).map_err(|error| {
                    format!("No se pudo escribir el secreto de las llaves en {shown}: {error}.")
                })?;
                Ok((self.open()?, Some(file.clone())))
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                Ok((self.open()?, None))
            }
            Err(error) => {
                Err(format!("No se pudo crear el secreto de las llaves en {shown}: {error}."))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(secret: &str, file: &str) -> KeyVariables {
        KeyVariables { keys_secret: Some(secret.to_owned()), keys_file: Some(file.to_owned()) }
    }

    #[test]
    fn a_secret_is_a_setting_or_a_file_outside_the_database() {
        let database = "sqlite:///var/lib/formacion.sqlite?mode=rwc";
        let KeySecret::File(file) = read(KeyVariables::default(), database).expect("a default")
        else {
            panic!("no file");
        };
        assert_eq!(file, PathBuf::from("/var/lib/formacion.llave"));
        assert!(matches!(read(raw("", "/etc/llave"), database), Ok(KeySecret::File(_))));
        let written = read(raw(&"ab".repeat(32), "/etc/llave"), database);
        assert!(matches!(written, Ok(KeySecret::Written(_))));
        let error = read(raw("0123secreto", ""), database).expect_err("too short");
        assert!(error.starts_with("KEYS_SECRET") && !error.contains("0123"), "{error}");
    }

    #[test]
    fn the_file_is_made_once_for_its_owner_alone() {
        let folder = std::env::temp_dir().join(secrets::short_id());
        std::fs::create_dir(&folder).expect("a folder");
        let place = KeySecret::File(folder.join("a.llave"));
        assert!(place.open().expect_err("not yet").contains("a.llave"));
        let (_, made) = place.open_or_make().expect("is made");
        let file = made.expect("is new");
        let text = std::fs::read_to_string(&file).expect("is read");
        assert!(place.open_or_make().expect("is there").1.is_none());
        assert_eq!(std::fs::read_to_string(&file).expect("is read"), text);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(&file).expect("is there").permissions().mode();
            assert_eq!(mode & 0o077, 0);
        }
        std::fs::remove_dir_all(&folder).expect("goes");
    }
}
