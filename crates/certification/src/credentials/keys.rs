//! Opening the key that signs now.

use sea_orm::ConnectionTrait;

use credentials::keys::IssuerKey;
use platform::app::App;
use platform::errors::AppError;

use super::entity::issuer_key::IssuerKeyId;
use super::queries;

/// Why nothing is signed at present.
#[derive(Debug, thiserror::Error)]
pub enum NoKey {
    /// Nobody made one.
    #[error("there is no key")]
    None,
    /// Its secret is not here, or is another one; the sentence says so.
    #[error("{0}")]
    Closed(String),
    #[error(transparent)]
    Broken(#[from] sea_orm::DbErr),
}

impl From<NoKey> for AppError {
    fn from(error: NoKey) -> Self {
        match error {
            NoKey::None => Self::NotFound,
            NoKey::Closed(why) => Self::Internal(why),
            NoKey::Broken(error) => error.into(),
        }
    }
}

/// An open key and its row.
pub type Signer = (IssuerKeyId, IssuerKey);

/// The key that an issue signs with; without one the certificates are issued all the same, and
/// signed by the worker when there is one.
pub async fn signer_if_any(
    app: &App,
    db: &impl ConnectionTrait,
) -> Result<Option<Signer>, AppError> {
    match signer(app, db).await {
        Ok(signer) => Ok(Some(signer)),
        Err(NoKey::None) => Ok(None),
        Err(NoKey::Closed(reason)) => {
            tracing::error!(reason, "certificates are issued without their credentials");
            Ok(None)
        }
        Err(NoKey::Broken(error)) => Err(error.into()),
    }
}

/// The latest key that was not retired.
pub async fn signer(app: &App, db: &impl ConnectionTrait) -> Result<Signer, NoKey> {
    let row = queries::signing(db).await?.ok_or(NoKey::None)?;
    let secret = app.config.keys.open().map_err(NoKey::Closed)?;
    let seed = secret.open(&row.thumbprint, &row.sealed).map_err(|_| {
        NoKey::Closed(format!("La llave {} se cerró con otro secreto.", row.thumbprint))
    })?;
    Ok((row.id, IssuerKey::new(&seed, row.kid)))
}
