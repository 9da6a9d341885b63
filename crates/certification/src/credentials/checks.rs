//! What must hold between certificates and what was signed of them; `doctor` asks (P20).

use std::collections::HashMap;

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use credentials::badge::Badge;
use credentials::keys::{Jwk, JwkSet};
use platform::doctor::Finding;

use super::entity::certificate_credential;
use super::queries;
use crate::entity::certificate::{self, CertificateId};
use crate::rules;
use crate::snapshot::Snapshot;

/// Number of rows that one statement reads.
const PORTION: u64 = 100;

fn finding(text: String) -> Finding {
    Finding::new("certification", text)
}

pub async fn findings(db: &impl ConnectionTrait) -> Result<Vec<Finding>, DbErr> {
    let mut found = Vec::new();
    let rows = queries::keys(db).await?;
    for row in &rows {
        let jwk = Jwk::from(row);
        if jwk.thumbprint() != row.thumbprint || !row.kid.ends_with(&row.thumbprint) {
            found.push(finding(format!("issuer key {}: it is named as another key", row.id)));
        }
    }
    let names: HashMap<_, _> = rows.iter().map(|row| (row.id, row.kid.as_str())).collect();
    let keys = JwkSet { keys: rows.iter().map(Jwk::from).collect() };
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
            if let Some(what) = wrong(row, certificate, key, &keys) {
                let id = row.certificate_id;
                found.push(finding(format!("credential of certificate {id}: {what}")));
            }
        }
    }
    Ok(found)
}

/// What of a credential is not as its certificate and its row say.
fn wrong(
    row: &certificate_credential::Model,
    certificate: &certificate::Model,
    key: &str,
    keys: &JwkSet,
) -> Option<String> {
    let signed = match Badge::verify(&row.jwt, keys) {
        Ok(signed) => signed,
        Err(error) => return Some(error.to_string()),
    };
    let badge = signed.claims;
    let status = &badge.credential_status;
    let name = Snapshot::read(&certificate.snapshot).ok().map(|said| said.document.full_name);
    let number = rules::number(certificate.number_year, certificate.number_sequence);
    let beside_its_page = format!("/verificar/{}/credencial", certificate.code);
    let list = format!("/emisor/listas/{}", row.list_number);
    let checks = [
        (signed.kid == key, "it is signed by another key"),
        (badge.id.ends_with(&beside_its_page), "it is of another code"),
        (badge.credential_subject.license_number == number, "it has another number"),
        (badge.holder() == name.as_deref(), "it names somebody else"),
        (status.status_list_credential.ends_with(&list), "it is in another list"),
        (status.index() == Ok(row.list_index.unsigned_abs()), "it is in another place of its list"),
    ];
    checks.into_iter().find(|(holds, _)| !holds).map(|(_, what)| what.to_owned())
}
