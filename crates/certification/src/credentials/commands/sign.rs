//! Signing the credentials of certificates that have none: with the issue where there is a key, a
//! portion in a transaction afterwards. What is signed is kept as it is: never signed again, by
//! another key or at another position of a list.

use data_encoding::HEXLOWER;
use sea_orm::sea_query::OnConflict;
use sea_orm::{DatabaseTransaction, DbErr, EntityTrait, Set, TryInsertResult};

use credentials::badge::Badge;
use credentials::keys::IssuerKey;
use credentials::status::ENTRIES;
use history_model::commands::{Event, record_all};
use platform::secrets::{self, NoRandomness};
use sign_in_model::prelude::*;

use crate::credentials::badge::{self, BadgeContext};
use crate::credentials::entity::certificate_credential::{self, Entity};
use crate::credentials::entity::issuer_key::IssuerKeyId;
use crate::credentials::keys::CredentialSigner;
use crate::credentials::queries;
use crate::entity::certificate::{self, CertificateId};
use crate::snapshot::Snapshot;

/// Number of consecutive certificates that share a list: it is never more than half full, so that a
/// random position is soon a free one.
const SHARE: i64 = ENTRIES as i64 / 2;
/// Most tries to find a free position: one in two is free, so that this many never fail.
const TRIES: u32 = 100;

/// Number of lists that each key has: as many as nobody fills.
const LISTS: i64 = 1_000;

/// The list of a certificate: one of its key, which signs the list too, and that of its neighbours, so
/// that nobody has to count.
fn list_of(IssuerKeyId(key): IssuerKeyId, CertificateId(id): CertificateId) -> i32 {
    let first = (key - 1).max(0) * LISTS + 1;
    i32::try_from(first + (id - 1).max(0) / SHARE).unwrap_or(i32::MAX)
}

/// Signs the credentials of these certificates and returns how many had none.
///
/// # Errors
/// After an error no credential of the portion is stored.
pub async fn sign(
    app: &App,
    key: &CredentialSigner,
    portion: &[certificate::Model],
) -> Result<usize, AppError> {
    let tx = app.db.begin().await?;
    let signed = sign_in(&tx, app, key, portion, false).await?;
    tx.commit().await?;
    Ok(signed)
}

/// Signs inside the caller's transaction. With `is_enclosed`, which the issue asks for, the document
/// carries the credential.
pub async fn sign_in(
    tx: &DatabaseTransaction,
    app: &App,
    (key_id, key): &CredentialSigner,
    portion: &[certificate::Model],
    is_enclosed: bool,
) -> Result<usize, AppError> {
    let now = app.clock.now();
    let courses = queries::courses(tx, portion).await?;
    let emails = queries::emails(tx, portion).await?;
    let mut signed = Vec::new();
    for certificate in portion {
        let snapshot = Snapshot::read(&certificate.snapshot)?;
        let course = courses.get(&certificate.cohort_id);
        let (version, targets) = course.ok_or(AppError::NotFound)?;
        let subject = subject()?;
        let salt = HEXLOWER.encode(&secrets::random::<16>()?);
        let email = emails.get(&certificate.person_id).map(String::as_str);
        let list = list_of(*key_id, certificate.id);
        for tried in 0.. {
            if tried == TRIES {
                return Err(AppError::Internal("no place of a list is free".to_owned()));
            }
            let index = random_position()?;
            let context = BadgeContext {
                public_url: &app.config.public_url,
                controller: app.config.controller.as_ref(),
                kind: certificate.kind,
                version: version.0,
                targets,
                subject: subject.clone(),
                email: email.map(|address| (address, salt.clone())),
                list,
                index,
            };
            let row = certificate_credential::ActiveModel {
                certificate_id: Set(certificate.id),
                key_id: Set(*key_id),
                list_number: Set(list),
                list_index: Set(i32::try_from(index).unwrap_or_default()),
                jwt: Set(written(badge::badge(&snapshot, context), key)?),
                is_enclosed: Set(is_enclosed),
                signed_at: Set(now),
            };
            if keep(tx, row).await? {
                signed.push((certificate, list));
                break;
            }
            // Either another worker signed it meanwhile, or the position is taken.
            if Entity::find_by_id(certificate.id).one(tx).await?.is_some() {
                break;
            }
        }
    }
    let by = Author::system();
    let events = signed.iter().map(|(certificate, list)| Event {
        cohort_id: Some(certificate.cohort_id.0),
        // History does not hold the position, so that its readers do not learn it.
        detail: json!({ "key": key_id, "list": list }),
        ..by.event(now, "certification.credential", ("certificate", certificate.id.0))
    });
    if !signed.is_empty() {
        record_all(tx, events).await?;
    }
    Ok(signed.len())
}

fn written(badge: Badge, key: &IssuerKey) -> Result<String, AppError> {
    badge.sign(key).map_err(|error| AppError::Internal(error.to_string()))
}

/// Stores the row and returns whether it was stored: its certificate had no credential, and its
/// position was free.
async fn keep(
    tx: &DatabaseTransaction,
    row: certificate_credential::ActiveModel,
) -> Result<bool, DbErr> {
    let nothing = OnConflict::new().do_nothing().to_owned();
    let inserted = Entity::insert(row).on_conflict(nothing).try_insert().exec(tx).await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(_)))
}

/// Returns a random position of a list. The number of positions is a power of two, so that all are
/// equally likely.
fn random_position() -> Result<u32, NoRandomness> {
    let chance = secrets::number()? % u64::from(ENTRIES);
    Ok(u32::try_from(chance).unwrap_or_default())
}

/// A name for the holder that says nothing of anybody and is in no other credential (RFC 9562).
fn subject() -> Result<String, NoRandomness> {
    let mut bytes = secrets::random::<16>()?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = HEXLOWER.encode(&bytes);
    let (a, b, c, d, e) = (&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]);
    Ok(format!("urn:uuid:{a}-{b}-{c}-{d}-{e}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_of_one_key_and_shared_by_half_as_many_as_it_has_positions() {
        let of = |key, id| list_of(IssuerKeyId(key), CertificateId(id));
        let lists = [1, 65_536, 65_537, 131_072, 131_073].map(|id| of(1, id));
        assert_eq!(lists, [1, 1, 2, 2, 3]);
        assert_eq!([of(2, 1), of(2, 65_537), of(3, 1)], [1_001, 1_002, 2_001]);
    }

    #[test]
    fn subjects_are_random_uuids_and_positions_are_in_the_list() {
        let one = subject().expect("randomness");
        assert_ne!(one, subject().expect("randomness"));
        assert_eq!(one.len(), "urn:uuid:".len() + 36);
        assert_eq!(&one[23..24], "4");
        assert!((0..1_000).all(|_| random_position().expect("randomness") < ENTRIES));
    }
}
