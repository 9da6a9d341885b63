//! Opening the key that signs now, and the one that signed what a list is of.

use sea_orm::ConnectionTrait;

use credentials::keys::{Algorithm, IssuerKey};
use platform::app::App;
use platform::errors::AppError;

use super::entity::issuer_key::{self, Curve, IssuerKeyId};
use super::{addresses, queries};

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
    opened(app, &row)
}

/// Returns the key that signs a list: the one that signed its credentials, as some readers demand,
/// and otherwise the one that signs now: where several signed them, and where theirs was retired or
/// does not open.
pub async fn signer_of_list(
    app: &App,
    db: &impl ConnectionTrait,
    signers: &[issuer_key::Model],
) -> Result<CredentialSigner, NoKey> {
    if let [row] = signers
        && row.retired_at.is_none()
        && let Ok(signer) = opened(app, row)
    {
        return Ok(signer);
    }
    signer(app, db).await
}

/// A key opened with the secret; what it signs names the address that serves today.
fn opened(app: &App, row: &issuer_key::Model) -> Result<CredentialSigner, NoKey> {
    let closed =
        || NoKey::Closed(format!("La llave {} se cerró con otro secreto.", row.thumbprint));
    let secret = app.config.keys.open().map_err(NoKey::Closed)?;
    let seed = secret.open(&row.thumbprint, &row.sealed).map_err(|_| closed())?;
    let algorithm = match row.curve {
        Curve::P256 => Algorithm::Es256,
        Curve::Ed25519 => Algorithm::EdDsa,
    };
    let kid = addresses::key(&app.config.public_url, &row.thumbprint);
    let key = IssuerKey::new(algorithm, &seed, kid).map_err(|_| closed())?;
    Ok((row.id, key))
}
