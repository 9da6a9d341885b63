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
    /// No key was made yet.
    #[error("there is no key")]
    None,
    /// The secret that opens the key is missing or is another one; the sentence says which.
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
pub type CredentialSigner = (IssuerKeyId, IssuerKey);

/// Returns the key that signs the credentials of an issue. `None` means that there is none: certificates
/// are issued all the same, and the worker signs their credentials when there is a key.
pub async fn signer_if_any(
    app: &App,
    db: &impl ConnectionTrait,
) -> Result<Option<CredentialSigner>, AppError> {
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
pub async fn signer(app: &App, db: &impl ConnectionTrait) -> Result<CredentialSigner, NoKey> {
    let row = queries::signing(db).await?.ok_or(NoKey::None)?;
    let secret = app.config.keys.open().map_err(NoKey::Closed)?;
    let seed = secret.open(&row.thumbprint, &row.sealed).map_err(|_| {
        NoKey::Closed(format!("La llave {} se cerró con otro secreto.", row.thumbprint))
    })?;
    Ok((row.id, IssuerKey::new(&seed, row.kid)))
}
