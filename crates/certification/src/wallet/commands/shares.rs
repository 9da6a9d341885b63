//! Sharing certificates by an address, and ending it.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};

use notices_model::letters::Recipient;
use people_model::entity::person;
use people_model::rules::full_name;
use platform::errors::{AppError, Failure, refuse};
use platform::prelude::*;
use platform::secrets;
use sign_in_model::queries::account_of;
use sign_in_model::work::Work;

use crate::entity::certificate::CertificateId;
use crate::snapshot::Snapshot;
use crate::wallet::entity::wallet_share::{self, ShareId};
use crate::wallet::entity::wallet_share_certificate;
use crate::wallet::letters::ShareLetter;
use crate::wallet::policy::OwnWallet;
use crate::wallet::refusals::WalletRefusal;
use crate::wallet::{queries, rules};

/// What an address shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareContents {
    /// Whatever is active on the day it is opened.
    All,
    These(Vec<CertificateId>),
}

#[derive(Clone, Debug)]
pub struct NewShare {
    pub contents: ShareContents,
    /// The last day it opens.
    pub until: Option<NaiveDate>,
}

/// Makes a shared address and returns its secret. The database keeps a digest of it only, so the secret
/// cannot be shown again.
pub async fn share(
    app: &App,
    permit: OwnWallet,
    new: NewShare,
) -> Result<String, Failure<WalletRefusal>> {
    let person = *permit.person();
    let mut chosen = match &new.contents {
        ShareContents::All => Vec::new(),
        ShareContents::These(ids) if ids.is_empty() => return refuse(WalletRefusal::NothingChosen),
        ShareContents::These(ids) if ids.len() as u64 > rules::MOST_CHOICES => {
            return refuse(WalletRefusal::NotShareable);
        }
        ShareContents::These(ids) => ids.clone(),
    };
    chosen.sort_unstable();
    chosen.dedup();
    let today = app.clock.today();
    let secret = secrets::public_code().map_err(AppError::from)?.to_lowercase();
    let work = Work::begin(app, permit.by()).await?;
    // Two requests of one person take turns.
    let holder = person::Entity::find_by_id(person)
        .lock_exclusive()
        .one(&work.tx)
        .await?
        .ok_or(AppError::NotFound)?;
    let open = queries::count_shares(&work.tx, person, today).await?;
    if let Err(refusal) = rules::may_share(open, new.until, today) {
        return refuse(refusal);
    }
    // A certificate of another person, a revoked one and an unknown one are refused alike.
    if queries::shareable_of(&work.tx, person, &chosen).await? != chosen.len() as u64 {
        return refuse(WalletRefusal::NotShareable);
    }
    let made = wallet_share::ActiveModel {
        person_id: Set(person),
        token_digest: Set(secrets::digest(&secret)),
        is_all: Set(new.contents == ShareContents::All),
        made_at: Set(work.now),
        until: Set(Some(rules::last_day(today, new.until))),
        ended_at: Set(None),
        ..Default::default()
    }
    .insert(&work.tx)
    .await?;
    let rows = chosen.iter().map(|certificate| wallet_share_certificate::ActiveModel {
        share_id: Set(made.id),
        certificate_id: Set(*certificate),
    });
    if !chosen.is_empty() {
        wallet_share_certificate::Entity::insert_many(rows)
            .exec_without_returning(&work.tx)
            .await?;
    }
    let detail = json!({ "all": made.is_all, "certificates": chosen.len(), "until": made.until });
    tell_holder(&work, &holder, &made, chosen.len()).await?;
    work.record("certification.share", ("wallet_share", made.id.0), detail).await?;
    work.commit().await?;
    Ok(secret)
}

/// Writes to the holder, on their record or else on their account.
async fn tell_holder(
    work: &Work<'_>,
    holder: &person::Model,
    share: &wallet_share::Model,
    certificates: usize,
) -> Result<(), AppError> {
    let account = account_of(&work.tx, holder.id.0).await?;
    let has_account = account.is_some();
    let of_account = account.filter(|account| account.is_active).map(|account| account.email);
    let Some(email) = holder.email.clone().or(of_account) else { return Ok(()) };
    let Some(latest) = queries::latest(&work.tx, holder.id).await? else { return Ok(()) };
    let letter = ShareLetter {
        until: dates::long(queries::last_day(share)),
        is_all: share.is_all,
        certificates,
        has_account,
        unit: Snapshot::read(&latest.snapshot)?.unit,
    };
    let name = full_name(holder);
    let to = Recipient { email, name, person: Some(holder.id.0), account: None };
    work.write_to(to, format!("certification.share/{}", share.token_digest), &letter).await
}

/// Ends a shared address: from now on it looks as if it had never existed.
pub async fn end(app: &App, permit: OwnWallet, id: ShareId) -> Result<(), AppError> {
    let work = Work::begin(app, permit.by()).await?;
    wallet_share::Entity::find_by_id(id).lock_exclusive().one(&work.tx).await?;
    let row = queries::own_share(&work.tx, *permit.person(), id).await?;
    let mut ended = row.into_active_model();
    ended.ended_at = Set(Some(work.now));
    ended.update(&work.tx).await?;
    work.record("certification.end_share", ("wallet_share", id.0), json!({})).await?;
    work.commit().await
}
