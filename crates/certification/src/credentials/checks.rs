//! What must hold between certificates and what was signed of them; `doctor` asks (P20).

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use credentials::badge::Badge;
use credentials::jws::VerifiedClaims;
use platform::app::App;
use platform::doctor::Finding;

use super::entity::certificate_credential;
use super::entity::issuer_key::Curve;
use super::{addresses, queries};
use crate::entity::certificate::{self, CertificateId};
use crate::snapshot::Snapshot;

/// Number of rows that one statement reads.
const PORTION: u64 = 100;

fn finding(text: String) -> Finding {
    Finding::new("certification", text)
}

fn notice(text: String) -> Finding {
    Finding::notice("certification", text)
}

pub async fn findings(app: &App) -> Result<Vec<Finding>, DbErr> {
    let (db, public_url) = (app.db.read(), &app.config.public_url);
    let mut found = Vec::new();
    let rows = queries::keys(db).await?;
    for row in &rows {
        let is_whole = (row.curve == Curve::P256) == row.public_y.is_some();
        let jwk = queries::jwk(row, public_url);
        if !is_whole || jwk.thumbprint() != row.thumbprint || !row.kid.ends_with(&row.thumbprint) {
            found.push(finding(format!("issuer key {}: it is named as another key", row.id)));
        }
    }
    if let Some(key) = queries::signing(db).await?.filter(|key| key.curve == Curve::Ed25519) {
        let id = key.id;
        found.push(notice(format!(
            "issuer key {id} signs with Ed25519, which common readers of credentials refuse: \
             make one of today with «formacion keys new»"
        )));
    }
    let names: HashMap<_, _> = rows.iter().map(|row| (row.id, row.thumbprint.as_str())).collect();
    let keys = queries::key_set(db, public_url).await?;
    let mut elsewhere: BTreeMap<String, u64> = BTreeMap::new();
    let mut after = CertificateId(0);
    loop {
        let portion = certificate_credential::Entity::find()
            .find_also_related(certificate::Entity)
            .filter(certificate_credential::Column::CertificateId.gt(after))
            .order_by_asc(certificate_credential::Column::CertificateId)
            .limit(PORTION)
            .all(db)
            .await?;
        let Some((last, _)) = portion.last() else { break };
        after = last.certificate_id;
        for (row, certificate) in &portion {
            let Some(certificate) = certificate else { continue };
            let key = names.get(&row.key_id).copied().unwrap_or_default();
            let what = match Badge::verify(&row.jwt, &keys) {
                Ok(signed) => {
                    let issuer = &signed.claims.issuer.id;
                    if *issuer != addresses::issuer_id(public_url) {
                        *elsewhere.entry(issuer.clone()).or_default() += 1;
                    }
                    wrong(row, certificate, key, signed)
                }
                Err(error) => Some(error.to_string()),
            };
            if let Some(what) = what {
                let id = row.certificate_id;
                found.push(finding(format!("credential of certificate {id}: {what}")));
            }
        }
    }
    // Allowed: the domain changed. But who fetches what they name must find it there.
    found.extend(elsewhere.into_iter().map(|(issuer, many)| {
        notice(format!(
            "{many} credentials name {issuer} as their issuer, and this server is {public_url}: \
             that address must go on answering, or PUBLIC_URL is mistyped"
        ))
    }));
    Ok(found)
}

/// What of a credential is not as its certificate and its row say.
fn wrong(
    row: &certificate_credential::Model,
    certificate: &certificate::Model,
    thumbprint: &str,
    signed: VerifiedClaims<Badge>,
) -> Option<String> {
    let badge = signed.claims;
    let issuer = addresses::server_of(&badge.issuer.id);
    let status = &badge.credential_status;
    let name = Snapshot::read(&certificate.snapshot).ok().map(|said| said.document.full_name);
    let beside_its_page = format!("/verificar/{}/credencial", certificate.code);
    let checks = [
        (signed.kid.ends_with(thumbprint), "it is signed by another key"),
        (
            signed.kid == addresses::key(issuer, thumbprint),
            "its key is named at another address than its issuer's",
        ),
        (
            status.status_list_credential == addresses::list(issuer, row.list_number),
            "its list is at another address than its issuer's",
        ),
        (badge.id.ends_with(&beside_its_page), "it is of another code"),
        (badge.credential_subject.license_number == certificate.number, "it has another number"),
        (badge.holder() == name.as_deref(), "it names somebody else"),
        (status.index() == Ok(row.list_index.unsigned_abs()), "it is in another place of its list"),
    ];
    checks.into_iter().find(|(holds, _)| !holds).map(|(_, what)| what.to_owned())
}
