//! Settings from `Rocket.toml` and the environment, checked before anything starts.

use rocket::figment::Figment;
use rocket::figment::providers::Env;
use serde::Deserialize;
use url::Url;

/// What the product needs to know beyond Rocket's own settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// `smtp://…` or `smtps://…`; without it mail stays in the outbox (demo) or the start is refused.
    pub smtp_url: Option<String>,
    /// The address people type, without a path, e.g. `https://formacion.example`.
    pub public_url: String,
    /// The sender of every mail.
    pub mail_from: String,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default = "default_database")]
    database_url: String,
    smtp_url: Option<String>,
    public_url: Option<String>,
    #[serde(default = "default_sender")]
    mail_from: String,
    #[serde(default = "default_port")]
    port: u16,
    #[serde(default = "default_address")]
    address: String,
}

fn default_database() -> String {
    "sqlite://formacion.sqlite".to_owned()
}
fn default_sender() -> String {
    "Formación Territorial <formacion@localhost.localdomain>".to_owned()
}
fn default_port() -> u16 {
    8000
}
fn default_address() -> String {
    "127.0.0.1".to_owned()
}

/// A setting that stops the start; one clear sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongSetting(String);

impl Config {
    /// Rocket's figment with the settings that are known by their bare names.
    pub fn figment() -> Figment {
        rocket::Config::figment().merge(Env::raw().only(&[
            "DATABASE_URL",
            "SMTP_URL",
            "PUBLIC_URL",
            "MAIL_FROM",
        ]))
    }

    /// Reads and checks the settings.
    pub fn read(figment: &Figment) -> Result<Self, WrongSetting> {
        let raw: Raw = figment.extract().map_err(|error| {
            WrongSetting(format!("La configuración no se puede leer: {error}."))
        })?;
        let wrong = |text: String| Err(WrongSetting(text));
        if !["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|start| raw.database_url.starts_with(start))
        {
            return wrong("DATABASE_URL debe comenzar por «sqlite://» o «postgres://».".to_owned());
        }
        let public_url =
            raw.public_url.unwrap_or_else(|| format!("http://{}:{}", raw.address, raw.port));
        let parsed = Url::parse(&public_url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let Some(parsed) = parsed else {
            return wrong(format!(
                "PUBLIC_URL debe ser una dirección completa como https://formacion.ejemplo.gov.co; se recibió «{public_url}»."
            ));
        };
        if parsed.path() != "/" || parsed.query().is_some() {
            return wrong("PUBLIC_URL no lleva ruta: escriba solo https://servidor o https://servidor:puerto.".to_owned());
        }
        if let Some(smtp) = &raw.smtp_url
            && !Url::parse(smtp)
                .is_ok_and(|url| matches!(url.scheme(), "smtp" | "smtps") && url.has_host())
        {
            return wrong(
                "SMTP_URL debe ser smtp://usuario:clave@servidor:puerto o smtps://….".to_owned(),
            );
        }
        if raw.mail_from.parse::<lettre::message::Mailbox>().is_err() {
            return wrong("MAIL_FROM debe ser un remitente como «Formación Territorial <formacion@entidad.gov.co>».".to_owned());
        }
        Ok(Self {
            database_url: raw.database_url,
            smtp_url: raw.smtp_url,
            public_url: parsed.origin().ascii_serialization(),
            mail_from: raw.mail_from,
        })
    }

    /// Cookies are `__Host-` and `Secure` when people reach the product over TLS.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, WrongSetting> {
        let mut figment = Figment::new();
        for (key, value) in pairs {
            figment = figment.merge((*key, *value));
        }
        Config::read(&figment)
    }

    #[test]
    fn nothing_set_means_an_embedded_database_on_this_machine() {
        let config = read(&[]).expect("defaults are valid");
        assert_eq!(config.database_url, "sqlite://formacion.sqlite");
        assert_eq!(config.public_url, "http://127.0.0.1:8000");
        assert!(!config.https());
    }

    #[test]
    fn each_wrong_setting_is_named_in_one_sentence() {
        for (key, value) in [
            ("database_url", "mysql://x"),
            ("public_url", "formacion.gov.co"),
            ("public_url", "https://formacion.gov.co/app"),
            ("smtp_url", "correo"),
            ("mail_from", "nadie"),
        ] {
            let error = read(&[(key, value)]).expect_err(value).to_string();
            assert!(error.starts_with(&key.to_uppercase()), "{error}");
        }
    }
}
