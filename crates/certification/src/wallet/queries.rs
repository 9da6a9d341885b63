//! A person's certificates, the letters' links and what was shared.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select,
};

use people_model::entity::person::{self, PersonId};
use people_model::queries::records_of;
use platform::dates;
use platform::errors::AppError;
use platform::pager::{Pager, ROWS};
use platform::secrets;

use super::entity::wallet_share::{self, ShareId};
use super::entity::{wallet_link, wallet_share_certificate};
use super::rules;
use crate::credentials::entity::certificate_credential;
use crate::entity::certificate::{self, CertificateId, State};

/// Selects the certificates of a person, with those of the records that were merged into theirs.
fn of_person(person: PersonId) -> Select<certificate::Entity> {
    certificate::Entity::find()
        .filter(certificate::Column::PersonId.in_subquery(records_of(person)))
}

/// The latest first; what was numbered in one year stands together.
fn latest_first(select: Select<certificate::Entity>) -> Select<certificate::Entity> {
    select.order_by_desc(certificate::Column::NumberYear).order_by_desc(certificate::Column::Id)
}

async fn paged(
    db: &impl ConnectionTrait,
    which: Select<certificate::Entity>,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<certificate::Model>, Pager), DbErr> {
    let pager = Pager::new(page, which.clone().count(db).await?, address);
    let rows = latest_first(which).offset(pager.offset()).limit(ROWS).all(db).await?;
    Ok((rows, pager))
}

/// Returns a page of the certificates of a person.
pub async fn held(
    db: &impl ConnectionTrait,
    person: PersonId,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<certificate::Model>, Pager), DbErr> {
    paged(db, of_person(person), page, address).await
}

/// Returns one certificate of the person.
///
/// # Errors
/// A certificate of another person is not found.
pub async fn one(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: CertificateId,
) -> Result<certificate::Model, AppError> {
    let own = of_person(person).filter(certificate::Column::Id.eq(id));
    own.one(db).await?.ok_or(AppError::NotFound)
}

/// Returns the latest certificate of a person, whatever its state.
pub async fn latest(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Option<certificate::Model>, DbErr> {
    latest_first(of_person(person)).limit(1).one(db).await
}

/// Returns those of these certificates whose credential is signed.
pub async fn signed(
    db: &impl ConnectionTrait,
    rows: &[certificate::Model],
) -> Result<HashSet<CertificateId>, DbErr> {
    if rows.is_empty() {
        return Ok(HashSet::new());
    }
    let ids = certificate_credential::Entity::find()
        .select_only()
        .column(certificate_credential::Column::CertificateId)
        .filter(certificate_credential::Column::CertificateId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Returns the active certificates of a person, which may be shared. An expired one may be shared too
/// and is shown as expired.
pub async fn shareable(
    db: &impl ConnectionTrait,
    person: PersonId,
) -> Result<Vec<certificate::Model>, DbErr> {
    let active = of_person(person).filter(certificate::Column::State.eq(State::Active));
    latest_first(active).limit(rules::MOST_CHOICES).all(db).await
}

/// Returns how many of these certificates the person may share.
pub async fn shareable_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    ids: &[CertificateId],
) -> Result<u64, DbErr> {
    of_person(person)
        .filter(certificate::Column::State.eq(State::Active))
        .filter(certificate::Column::Id.is_in(ids.iter().copied()))
        .count(db)
        .await
}

/// The letter's link behind a secret with its person, while it opens: not ended, within its life,
/// and of a record that stands for itself.
pub async fn opened(
    db: &impl ConnectionTrait,
    secret: &str,
    now: DateTime<Utc>,
) -> Result<Option<(wallet_link::Model, person::Model)>, DbErr> {
    let found = wallet_link::Entity::find()
        .find_also_related(person::Entity)
        .filter(wallet_link::Column::TokenDigest.eq(secrets::digest(secret)))
        .filter(wallet_link::Column::EndedAt.is_null())
        .filter(wallet_link::Column::ExpiresAt.gt(now))
        .filter(person::Column::MergedInto.is_null())
        .one(db)
        .await?;
    Ok(found.and_then(|(link, person)| Some((link, person?))))
}

/// What is shared behind a secret, and whose it is, while it opens.
pub async fn shared(
    db: &impl ConnectionTrait,
    secret: &str,
    today: NaiveDate,
) -> Result<Option<(wallet_share::Model, person::Model)>, DbErr> {
    let found = wallet_share::Entity::find()
        .find_also_related(person::Entity)
        .filter(wallet_share::Column::TokenDigest.eq(secrets::digest(secret)))
        .one(db)
        .await?;
    Ok(found
        .filter(|(share, _)| rules::is_open(share.ended_at, last_day(share), today))
        .and_then(|(share, person)| Some((share, person?))))
}

/// Returns a page of the certificates behind a shared address: only its owner's, whatever its rows say.
pub async fn shown(
    db: &impl ConnectionTrait,
    share: &wallet_share::Model,
    today: NaiveDate,
    page: Option<u64>,
    address: &str,
) -> Result<(Vec<certificate::Model>, Pager), DbErr> {
    let own = of_person(share.person_id);
    let which = match share.is_all {
        true => own.filter(certificate::Column::State.eq(State::Active)).filter(
            certificate::Column::ValidUntil
                .is_null()
                .or(certificate::Column::ValidUntil.gte(today)),
        ),
        false => own.filter(
            certificate::Column::Id.in_subquery(
                wallet_share_certificate::Entity::find()
                    .select_only()
                    .column(wallet_share_certificate::Column::CertificateId)
                    .filter(wallet_share_certificate::Column::ShareId.eq(share.id))
                    .into_query(),
            ),
        ),
    };
    paged(db, which, page, address).await
}

/// The last day on which a shared address opens.
pub fn last_day(share: &wallet_share::Model) -> NaiveDate {
    rules::last_day(dates::bogota_date(share.made_at), share.until)
}

/// Selects the shared addresses of a person that open today.
fn open_shares(person: PersonId, today: NaiveDate) -> Select<wallet_share::Entity> {
    wallet_share::Entity::find()
        .filter(wallet_share::Column::PersonId.eq(person))
        .filter(wallet_share::Column::EndedAt.is_null())
        .filter(wallet_share::Column::Until.is_null().or(wallet_share::Column::Until.gte(today)))
        .filter(
            wallet_share::Column::MadeAt
                .gte(dates::from_bogota(today - rules::LONGEST_SHARE, NaiveTime::MIN)),
        )
}

pub async fn count_shares(
    db: &impl ConnectionTrait,
    person: PersonId,
    today: NaiveDate,
) -> Result<u64, DbErr> {
    open_shares(person, today).count(db).await
}

/// Returns the addresses that open today, the latest first, each with the certificates chosen for it.
pub async fn shares(
    db: &impl ConnectionTrait,
    person: PersonId,
    today: NaiveDate,
) -> Result<Vec<(wallet_share::Model, Vec<certificate::Model>)>, DbErr> {
    let shares = open_shares(person, today)
        .order_by_desc(wallet_share::Column::Id)
        .limit(ROWS)
        .all(db)
        .await?;
    if shares.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(wallet_share_certificate::Model, Option<certificate::Model>)> =
        wallet_share_certificate::Entity::find()
            .find_also_related(certificate::Entity)
            .filter(
                wallet_share_certificate::Column::ShareId.is_in(shares.iter().map(|one| one.id)),
            )
            .order_by_desc(wallet_share_certificate::Column::CertificateId)
            .all(db)
            .await?;
    let mut chosen: HashMap<ShareId, Vec<certificate::Model>> = HashMap::new();
    for (row, certificate) in rows {
        chosen.entry(row.share_id).or_default().extend(certificate);
    }
    Ok(shares
        .into_iter()
        .map(|share| {
            let certificates = chosen.remove(&share.id).unwrap_or_default();
            (share, certificates)
        })
        .collect())
}

/// Returns a shared address of this person that was not ended.
///
/// # Errors
/// Any other address is not found.
pub async fn own_share(
    db: &impl ConnectionTrait,
    person: PersonId,
    id: ShareId,
) -> Result<wallet_share::Model, AppError> {
    wallet_share::Entity::find_by_id(id)
        .filter(wallet_share::Column::PersonId.eq(person))
        .filter(wallet_share::Column::EndedAt.is_null())
        .one(db)
        .await?
        .ok_or(AppError::NotFound)
}

/// Returns how many letters with a link the person got after `since`.
pub async fn letters_since(
    db: &impl ConnectionTrait,
    person: PersonId,
    since: DateTime<Utc>,
) -> Result<u64, DbErr> {
    wallet_link::Entity::find()
        .filter(wallet_link::Column::PersonId.eq(person))
        .filter(wallet_link::Column::MadeAt.gt(since))
        .count(db)
        .await
}

/// Returns whether a mail address belongs to the person: on their record, or of an account of theirs that
/// is not suspended. The mail of a record that theirs took in may be somebody else's: it was typed for a
/// record that turned out to be wrong.
pub async fn is_mail_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    mail: &str,
) -> Result<bool, DbErr> {
    use sign_in_model::entity::account;
    let on_record = person::Entity::find()
        .filter(person::Column::Id.eq(person))
        .filter(person::Column::Email.eq(mail))
        .count(db)
        .await?;
    if on_record > 0 {
        return Ok(true);
    }
    let of_account = account::Entity::find()
        .filter(account::Column::PersonId.eq(person))
        .filter(account::Column::Email.eq(mail))
        .filter(account::Column::IsActive.eq(true))
        .count(db)
        .await?;
    Ok(of_account > 0)
}
