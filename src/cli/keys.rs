//! The keys that sign credentials: made, listed and retired by whoever runs the machine.

use std::path::Path;
use std::process::ExitCode;

use formacion::assembly::StartError;
use formacion::certification::credentials::commands::{new_key, retire_key};
use formacion::certification::credentials::entity::issuer_key::Curve;
use formacion::certification::credentials::queries;
use formacion::certification::credentials::refusals::KeyRefusal;
use formacion::platform::app::App;
use formacion::platform::dates;
use formacion::platform::errors::Failure;
use formacion::platform::numbers::some;
use formacion::platform::texts::Refusal;

use super::Keys;
use super::serve::told;

fn refused(failure: Failure<KeyRefusal>) -> StartError {
    match failure.refusal() {
        Ok(refusal) => StartError::Refused(refusal.sentence()),
        Err(error) => told(error),
    }
}

pub async fn obey(app: &App, what: Keys) -> Result<ExitCode, StartError> {
    match what {
        Keys::New => {
            let made = new_key(app).await.map_err(refused)?;
            say!(
                "Llave {}: firma desde ahora, con la dirección del servidor (PUBLIC_URL).",
                made.key.thumbprint
            );
            if let Some(file) = made.secret_file {
                say!("{}", secret_made(&file));
            }
        }
        Keys::List => list(app).await?,
        Keys::Retire { key } => {
            retire_key(app, &key).await.map_err(refused)?;
            say!(
                "Llave {key}: retirada. Sigue publicada en {}/emisor/claves.",
                app.config.public_url
            );
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What is said of a secret whose file was just made.
pub fn secret_made(file: &Path) -> String {
    format!(
        "El secreto que cierra las llaves y los segundos factores quedó en {}. Guarde una copia en otro lugar que las copias de la base de datos: sin él no se vuelve a firmar ni sirven los códigos de los teléfonos, y con él y la base de datos cualquiera firma.",
        file.display()
    )
}

async fn list(app: &App) -> Result<(), StartError> {
    let db = app.db.read();
    let keys = queries::keys(db).await?;
    if keys.is_empty() {
        say!("No hay llaves: haga una con «formacion keys new».");
    }
    let signed = queries::signed_by(db).await?;
    let signing = queries::signing(db).await?.map(|key| key.id);
    for key in keys {
        let since = dates::short_with_time(key.created_at);
        let state = match key.retired_at {
            Some(at) => format!("retirada el {}", dates::short_with_time(at)),
            None if Some(key.id) == signing => "firma ahora".to_owned(),
            None => "en espera".to_owned(),
        };
        let algorithm = match key.curve {
            Curve::P256 => "ES256",
            Curve::Ed25519 => "EdDSA",
        };
        let count = signed.get(&key.id).copied().unwrap_or_default();
        let count = some(count, "credencial", "credenciales");
        say!("{}  {algorithm}  desde {since}  {state}  {count}", key.thumbprint);
    }
    Ok(())
}
