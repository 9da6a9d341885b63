//! Makes and retires the issuer's keys. Both are commands of the command line and not of a page: an
//! account that issues certificates must not be able to make the keys that sign them.

use std::path::PathBuf;

use sea_orm::{
    ActiveModelTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::json;

use credentials::keys::{Algorithm, IssuerKey};
use platform::app::App;
use platform::errors::{AppError, Failure, refuse};
use platform::secrets;
use sign_in_model::work::Work;

use crate::credentials::addresses;
use crate::credentials::entity::issuer_key::{self, Curve};
use crate::credentials::refusals::KeyRefusal;

/// A new key, with the file of its secret.
#[derive(Debug)]
pub struct NewIssuerKey {
    pub key: issuer_key::Model,
    /// The new file of the secret, which has to be kept apart; `None` means that the secret was there.
    pub secret_file: Option<PathBuf>,
}

/// Makes a key of P-256; from now on it signs. Earlier ones sign no more and stay published.
pub async fn new_key(app: &App) -> Result<NewIssuerKey, Failure<KeyRefusal>> {
    let (secret, secret_file) =
        app.config.keys.open_or_make().map_err(|why| Failure::Refused(KeyRefusal::Secret(why)))?;
    let internal = |error: credentials::CredentialError| AppError::Internal(error.to_string());
    let seed = credentials::vault::wiped(secrets::random::<32>()?);
    let public = IssuerKey::new(Algorithm::Es256, &seed, "").map_err(internal)?.public();
    let thumbprint = public.thumbprint();
    let kid = addresses::key(&app.config.public_url, &thumbprint);
    let sealed = secret.seal(secrets::random()?, &thumbprint, &seed).map_err(internal)?;
    let work = Work::of_product(app).await?;
    let new = issuer_key::ActiveModel {
        curve: Set(Curve::P256),
        kid: Set(kid),
        thumbprint: Set(thumbprint),
        public_x: Set(public.x),
        public_y: Set(public.y),
        sealed: Set(sealed),
        created_at: Set(work.now),
        ..Default::default()
    };
    let key = new.insert(&work.tx).await?;
    let (subject, detail) = (("issuer_key", key.id.0), json!({ "key": key.thumbprint }));
    work.record("certification.key_new", subject, detail).await?;
    work.commit().await?;
    Ok(NewIssuerKey { key, secret_file })
}

/// Retires a key by its thumbprint: it signs no more, and stays published so that what it signed
/// is verified. The last one that signs is not retired before there is another.
pub async fn retire_key(app: &App, thumbprint: &str) -> Result<(), Failure<KeyRefusal>> {
    let work = Work::of_product(app).await?;
    // All that could sign are locked in order, so that two do not retire the last two at once.
    let signing = issuer_key::Entity::find()
        .filter(sea_orm::ColumnTrait::is_null(&issuer_key::Column::RetiredAt))
        .order_by_asc(issuer_key::Column::Id)
        .lock_exclusive()
        .all(&work.tx)
        .await?;
    let left = signing.len();
    let Some(key) = signing.into_iter().find(|key| key.thumbprint == thumbprint) else {
        let known = issuer_key::Entity::find()
            .filter(sea_orm::ColumnTrait::eq(&issuer_key::Column::Thumbprint, thumbprint))
            .one(&work.tx)
            .await?;
        let refusal = if known.is_some() { KeyRefusal::Retired } else { KeyRefusal::Unknown };
        return refuse(refusal);
    };
    if left == 1 {
        return refuse(KeyRefusal::Last);
    }
    let mut row = key.clone().into_active_model();
    row.retired_at = Set(Some(work.now));
    row.update(&work.tx).await?;
    let (subject, detail) = (("issuer_key", key.id.0), json!({ "key": key.thumbprint }));
    work.record("certification.key_retire", subject, detail).await?;
    Ok(work.commit().await?)
}
