//! Settings from `Rocket.toml` and the environment, checked before anything starts.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use chrono::TimeDelta;
use rocket::config::{LogLevel, Shutdown};
use rocket::figment::providers::{Env, Format, Toml};
use rocket::figment::{self, Figment, Profile};
use serde::{Deserialize, Serialize};
use url::Url;

use super::files::settings as files;
use super::key_secret::{self, KeySecret};
use super::mail::is_mail;
use super::signing::{self, SigningService};
use super::transit::{is_loopback, is_protected, is_protected_database};

/// Days that the first link of an account works, and how many may be set.
const FIRST_LINK_DAYS: i64 = 14;
const MOST_LINK_DAYS: i64 = 60;

/// The settings that are known by their bare names, without `ROCKET_`.
const OWN: [&str; 22] = [
    "DATABASE_URL",
    "SMTP_URL",
    "PUBLIC_URL",
    "MAIL_FROM",
    "CONTROLLER_NAME",
    "CONTROLLER_NIT",
    "CONTROLLER_ADDRESS",
    "CONTROLLER_MAIL",
    "FIRST_LINK_DAYS",
    files::NAMES[0],
    files::NAMES[1],
    files::NAMES[2],
    files::NAMES[3],
    files::NAMES[4],
    key_secret::NAMES[0],
    key_secret::NAMES[1],
    signing::NAMES[0],
    signing::NAMES[1],
    signing::NAMES[2],
    signing::NAMES[3],
    signing::NAMES[4],
    "SECOND_FACTOR_DAYS",
];

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
    /// Who answers for personal data (Ley 1581 de 2012); compulsory outside the demo.
    pub controller: Option<Controller>,
    /// How long the first link of an account works: people come back from a commission, or open their
    /// mail on the day before the course.
    pub first_link: TimeDelta,
    /// Where the files that people bring are kept.
    pub files: files::FileStore,
    /// What closes private keys.
    pub keys: KeySecret,
    /// The service that signs documents; `None` means that documents are not signed.
    pub signing: Option<SigningService>,
    /// How many days a role that owes a second factor is used without one (R79).
    pub second_factor_days: u16,
    pub written: ExplicitSettings,
    /// Others than this machine reach the port, and no proxy is named that stands before it.
    pub exposed: bool,
    /// This program, which starts itself once more for work that needs limits of its own.
    pub program: PathBuf,
}

/// The body that is responsible for personal data, as the privacy notice names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Controller {
    pub name: String,
    pub nit: String,
    pub address: String,
    pub mail: String,
}

/// Which settings were set explicitly, wherever that was. The defaults of the others serve a
/// newcomer's demo and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExplicitSettings {
    pub database_url: bool,
    pub public_url: bool,
    pub mail_from: bool,
}

#[derive(Deserialize)]
struct Variables {
    database_url: Option<String>,
    smtp_url: Option<String>,
    public_url: Option<String>,
    mail_from: Option<String>,
    controller_name: Option<String>,
    controller_nit: Option<Nit>,
    controller_address: Option<String>,
    controller_mail: Option<String>,
    second_factor_days: Option<u16>,
    first_link_days: Option<i64>,
    #[serde(flatten)]
    files: files::FileVariables,
    #[serde(flatten)]
    keys: key_secret::KeyVariables,
    #[serde(flatten)]
    signing: signing::SigningVariables,
}

/// A variable of digits alone is read as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Nit {
    Text(String),
    Number(u64),
}

impl std::fmt::Display for Nit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// Two weeks: everybody signs in at least once, and nobody is surprised on the day of a course.
const SECOND_FACTOR_DAYS: u16 = 14;

const DATABASE: &str = "sqlite://formacion.sqlite";
const SENDER: &str = "Formación Territorial <formacion@localhost.localdomain>";

/// A setting that stops the start; one clear sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongSetting(String);

/// Rocket's own defaults where the product wants others, in whatever folder it starts.
fn house() -> rocket::Config {
    rocket::Config {
        // Without a proxy the header would be a disguise; behind one it is named.
        ip_header: None,
        // Lines per request are written by the product itself, without personal data.
        log_level: LogLevel::Off,
        shutdown: Shutdown { grace: 5, mercy: 5, ..Shutdown::default() },
        ..rocket::Config::default()
    }
}

impl Config {
    /// Where settings come from, the later ones over the earlier: the product's defaults,
    /// `Rocket.toml`, variables that begin with `ROCKET_`, the product's own variables.
    pub fn figment() -> Figment {
        Figment::from(house())
            .merge(Toml::file(Env::var_or("ROCKET_CONFIG", "Rocket.toml")).nested())
            .merge(Env::prefixed("ROCKET_").ignore(&["PROFILE"]).global())
            .merge(Env::raw().only(&OWN))
            .select(Profile::from_env_or("ROCKET_PROFILE", rocket::Config::DEFAULT_PROFILE))
    }

    /// Reads and checks the settings, those of Rocket too.
    pub fn read(figment: &Figment) -> Result<Self, WrongSetting> {
        let rocket = rocket::Config::try_from(figment).map_err(|error| told(figment, &error))?;
        let raw: Variables = figment.extract().map_err(|error| told(figment, &error))?;
        let wrong = |text: String| Err(WrongSetting(text));
        let controller = controller(&raw)?;
        let written = ExplicitSettings {
            database_url: raw.database_url.is_some(),
            public_url: raw.public_url.is_some(),
            mail_from: raw.mail_from.is_some(),
        };
        let database_url = raw.database_url.unwrap_or_else(|| DATABASE.to_owned());
        if !["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|start| database_url.starts_with(start))
        {
            return wrong("DATABASE_URL debe comenzar por «sqlite://» o «postgres://».".to_owned());
        }
        let is_server = !database_url.starts_with("sqlite:");
        if is_server && Url::parse(&database_url).is_ok_and(|url| !is_protected_database(&url)) {
            return wrong("DATABASE_URL llevaría los datos sin cifrar a otra máquina: agregue ?sslmode=verify-full, y sslrootcert=/ruta/ca.pem si la autoridad del certificado es propia.".to_owned());
        }
        let public_url = match raw.public_url {
            Some(public_url) => public_url,
            None => guessed_url(rocket.address, rocket.port)?,
        };
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
        if let Some(smtp) = &raw.smtp_url {
            let parsed = Url::parse(smtp)
                .ok()
                .filter(|url| matches!(url.scheme(), "smtp" | "smtps") && url.has_host());
            let Some(parsed) = parsed else {
                return wrong(
                    "SMTP_URL debe ser smtps://usuario:clave@servidor o smtp://usuario:clave@servidor:587?tls=required."
                        .to_owned(),
                );
            };
            let over_tls = parsed.scheme() == "smtps"
                || parsed.query_pairs().any(|(key, value)| key == "tls" && value == "required");
            if !over_tls && !is_loopback(&parsed) {
                return wrong("SMTP_URL enviaría los enlaces de un solo uso sin cifrar: escriba smtps:// o agregue ?tls=required.".to_owned());
            }
        }
        let mail_from = raw.mail_from.unwrap_or_else(|| SENDER.to_owned());
        if mail_from.parse::<lettre::message::Mailbox>().is_err() {
            return wrong("MAIL_FROM debe ser un remitente como «Formación Territorial <formacion@entidad.gov.co>».".to_owned());
        }
        let first_link_days = raw.first_link_days.unwrap_or(FIRST_LINK_DAYS);
        if !(1..=MOST_LINK_DAYS).contains(&first_link_days) {
            return wrong(format!(
                "FIRST_LINK_DAYS debe ser un número de días entre 1 y {MOST_LINK_DAYS}; se recibió «{first_link_days}»."
            ));
        }
        let files = files::read(raw.files, &database_url).map_err(WrongSetting)?;
        let keys = key_secret::read(raw.keys, &database_url).map_err(WrongSetting)?;
        let signing = signing::read(raw.signing).map_err(WrongSetting)?;
        Ok(Self {
            database_url,
            smtp_url: raw.smtp_url,
            public_url: parsed.origin().ascii_serialization(),
            mail_from,
            controller,
            first_link: TimeDelta::days(first_link_days),
            files,
            keys,
            signing,
            second_factor_days: raw.second_factor_days.unwrap_or(SECOND_FACTOR_DAYS),
            written,
            exposed: !rocket.address.is_loopback() && rocket.ip_header.is_none(),
            program: program()?,
        })
    }

    /// Links that reach real people hold an address that somebody chose.
    ///
    /// # Errors
    /// Nobody did, or what people type would travel in clear: sessions and passwords with it.
    pub fn require_public_url(&self) -> Result<(), WrongSetting> {
        if !self.written.public_url {
            return Err(WrongSetting(
                "Falta PUBLIC_URL: escriba la dirección por la que entran las personas, como https://formacion.ejemplo.gov.co."
                    .to_owned(),
            ));
        }
        if !Url::parse(&self.public_url).is_ok_and(|url| is_protected(&url)) {
            return Err(WrongSetting(
                "PUBLIC_URL debe comenzar por https://: con http:// las contraseñas y las sesiones viajan sin cifrar. Ponga delante un servidor con TLS, como el de deploy/Caddyfile."
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Rocket's own listener waits for slow headers without end: a proxy with timeouts stands before it,
    /// and naming the header in which it tells addresses is how somebody says so.
    ///
    /// # Errors
    /// Nobody said so, and the port is open to others than this machine.
    pub fn require_proxy(&self) -> Result<(), WrongSetting> {
        if !self.exposed {
            return Ok(());
        }
        Err(WrongSetting(
            "ROCKET_ADDRESS abre el puerto a otros equipos y ROCKET_IP_HEADER no nombra el encabezado de un servidor que esté delante: escriba ROCKET_ADDRESS=127.0.0.1, o ROCKET_IP_HEADER=X-Real-IP si hay uno como el de deploy/Caddyfile."
                .to_owned(),
        ))
    }

    /// Mail to real people needs a server and a sender of its own.
    pub fn require_mail(&self) -> Result<(), WrongSetting> {
        let missing = if self.smtp_url.is_none() {
            "Falta SMTP_URL: sin servidor de correo no llegan confirmaciones ni certificados."
        } else if !self.written.mail_from {
            "Falta MAIL_FROM: escriba el remitente de los correos, como «Formación Territorial <formacion@entidad.gov.co>»."
        } else {
            return Ok(());
        };
        Err(WrongSetting(missing.to_owned()))
    }

    /// Real people are told who answers for their data.
    pub fn require_controller(&self) -> Result<(), WrongSetting> {
        if self.controller.is_some() {
            return Ok(());
        }
        Err(WrongSetting(
            "Faltan CONTROLLER_NAME, CONTROLLER_NIT, CONTROLLER_ADDRESS y CONTROLLER_MAIL: el aviso de datos personales debe decir quién responde por ellos."
                .to_owned(),
        ))
    }

    /// Cookies are `__Host-` and `Secure` when people reach the product over TLS.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}

/// Where the running program can be started from again. On Linux that also holds after its file was
/// replaced by another version.
fn program() -> Result<PathBuf, WrongSetting> {
    if cfg!(target_os = "linux") {
        return Ok(PathBuf::from("/proc/self/exe"));
    }
    std::env::current_exe()
        .map_err(|error| WrongSetting(format!("No se sabe dónde está este programa: {error}.")))
}

/// The four settings that name who answers for personal data: all or none.
fn controller(raw: &Variables) -> Result<Option<Controller>, WrongSetting> {
    let nit = raw.controller_nit.as_ref().map(Nit::to_string);
    let settings = [
        ("CONTROLLER_NAME", raw.controller_name.clone()),
        ("CONTROLLER_NIT", nit),
        ("CONTROLLER_ADDRESS", raw.controller_address.clone()),
        ("CONTROLLER_MAIL", raw.controller_mail.clone()),
    ]
    .map(|(setting, value)| (setting, value.unwrap_or_default().trim().to_owned()));
    if settings.iter().all(|(_, value)| value.is_empty()) {
        return Ok(None);
    }
    if let Some((setting, _)) = settings.iter().find(|(_, value)| value.is_empty()) {
        return Err(WrongSetting(format!(
            "{setting} falta: el responsable de los datos personales se nombra con CONTROLLER_NAME, CONTROLLER_NIT, CONTROLLER_ADDRESS y CONTROLLER_MAIL."
        )));
    }
    let [(_, name), (_, nit), (_, address), (_, mail)] = settings;
    if !is_mail(&mail) {
        return Err(WrongSetting(
            "CONTROLLER_MAIL debe ser un correo como datos.personales@entidad.gov.co.".to_owned(),
        ));
    }
    Ok(Some(Controller { name, nit, address, mail }))
}

/// Where people find the product when nobody said: where it listens, if that is one place.
fn guessed_url(address: IpAddr, port: u16) -> Result<String, WrongSetting> {
    if address.is_unspecified() {
        return Err(WrongSetting(format!(
            "Falta PUBLIC_URL: con ROCKET_ADDRESS={address} se escucha en todas las direcciones del equipo; escriba aquella por la que entran las personas, como http://192.168.1.20:{port}."
        )));
    }
    Ok(format!("http://{}", SocketAddr::new(address, port)))
}

/// A value that cannot be read, by the name under which it is set.
fn told(figment: &Figment, error: &figment::Error) -> WrongSetting {
    let Some(key) = error.path.first() else {
        return WrongSetting(format!("La configuración no se puede leer: {error}."));
    };
    let bare = key.to_uppercase();
    let name = if OWN.contains(&bare.as_str()) { bare } else { format!("ROCKET_{bare}") };
    let value = figment.find_value(key).ok();
    // Secrets are not repeated, whatever is wrong with them.
    let secret = [files::NAMES.as_slice(), &key_secret::NAMES, &signing::NAMES].concat();
    let value = value.filter(|_| !secret.contains(&key.to_uppercase().as_str()));
    let typed = value.and_then(|value| match value.as_str() {
        Some(text) => Some(text.to_owned()),
        None => value.to_i128().map(|number| number.to_string()),
    });
    let received = typed.map(|typed| format!("; se recibió «{typed}»")).unwrap_or_default();
    WrongSetting(match key.as_str() {
        "address" => format!("{name} debe ser una dirección IP como 127.0.0.1{received}."),
        _ => format!("{name} tiene un valor que no sirve{received}."),
    })
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
