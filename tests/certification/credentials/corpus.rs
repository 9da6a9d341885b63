//! What was certified by every release is verified by every later one (P8).
//!
//! `tests/corpus/<release>/` holds certificates of the demo programme as they were: the snapshot, the
//! signed credential, the digest of the document, what the page said; and beside them the published
//! keys and the list of revoked ones of that day. A released folder is never written again.

use std::path::{Path, PathBuf};

use credentials::badge::Badge;
use credentials::keys::JwkSet;
use credentials::status::StatusList;
use formacion::certification::batches::commands::issue_at_once;
use formacion::certification::credentials::worker::sign_all;
use formacion::certification::entity::certificate::{self, Kind, State};
use formacion::certification::policy::{CertificateFacts, may_issue, may_revoke};
use formacion::certification::snapshot::Snapshot;
use formacion::certification::{commands, pdf};
use formacion::cohorts::queries as cohorts;
use formacion::platform::secrets;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{fetch, judge, jwt, kept, key, key_set};
use crate::certification::facts;
use crate::support::figures::figure;
use crate::support::world::World;

/// A certificate as it was issued.
#[derive(Serialize, Deserialize)]
struct Kept {
    verdict: String,
    snapshot_hash: String,
    pdf_sha256: String,
    /// The document carries the credential: it was signed with it.
    #[serde(default)]
    is_enclosed: bool,
    jwt: String,
    snapshot: String,
}

/// What was published beside them.
#[derive(Serialize, Deserialize)]
struct Published {
    keys: JwkSet,
    list_address: String,
    list: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).expect("a folder");
    let mut all: Vec<PathBuf> = found.map(|entry| entry.expect("an entry").path()).collect();
    all.sort();
    all
}

#[rocket::async_test]
async fn certificates_of_every_release_verify() {
    let (mut releases, mut verified) = (0, 0);
    for release in entries(&root()).into_iter().filter(|path| path.is_dir()) {
        releases += 1;
        let published: Published = read(&release.join("published.json"));
        let (list, bits) =
            StatusList::verify(&published.list, &published.keys, &published.list_address)
                .expect("the list verifies");
        let mut texts = Vec::new();
        let mut verdicts = Vec::new();
        let (mut ends, mut encloses) = (false, false);
        for file in entries(&release).into_iter().filter(|path| !path.ends_with("published.json")) {
            let kept: Kept = read(&file);
            let shown = file.display();
            assert_eq!(secrets::digest(&kept.snapshot), kept.snapshot_hash, "{shown}");
            let snapshot = Snapshot::read(&kept.snapshot).expect("the snapshot is read");
            let enclosed = kept.is_enclosed.then_some(kept.jwt.as_str());
            let pdf = pdf::make(&snapshot, &[], enclosed).expect("is laid out");
            assert_eq!(secrets::digest(&pdf), kept.pdf_sha256, "{shown}: other bytes");
            let badge = Badge::verify(&kept.jwt, &published.keys)
                .unwrap_or_else(|error| panic!("{shown}: {error}"))
                .claims;
            assert_eq!(badge.holder(), Some(snapshot.document.full_name.as_str()), "{shown}");
            assert_eq!(badge.credential_status.status_list_credential, published.list_address);
            assert_eq!(badge.issuer.id, list.issuer);
            let revoked = bits.is_set(badge.credential_status.index().unwrap()).unwrap();
            assert_eq!(revoked, kept.verdict == "revoked", "{shown}");
            ends |= badge.valid_until.is_some();
            encloses |= kept.is_enclosed;
            texts.push(kept.jwt);
            verdicts.push(revoked);
        }
        assert!(verdicts.contains(&true) && verdicts.contains(&false), "of both kinds");
        assert!(ends && encloses, "one that ends and one whose document carries its credential");
        verified += texts.len();
        let asked = json!({
            "now": list.valid_from,
            "keys": published.keys,
            "credentials": texts,
            "lists": { (published.list_address.clone()): published.list },
        });
        if let Some(said) = judge(&asked) {
            for (one, revoked) in said["credentials"].as_array().unwrap().iter().zip(verdicts) {
                assert_eq!(one["signature"]["ok"], true, "{one}");
                assert_eq!(one["status"]["revoked"], revoked, "{one}");
            }
        }
    }
    figure(
        "P8",
        verified as f64,
        "certificates",
        releases > 0,
        &format!(
            "of {releases} releases: snapshot, document, signature and list as they were (tests/corpus)"
        ),
    );
    assert!(releases > 0, "there is no corpus");
}

/// `cargo test --test suite corpus::a_release_leaves -- --ignored` writes the folder of this release,
/// unless it is there.
#[rocket::async_test]
#[ignore = "writes the corpus of a release"]
async fn a_release_leaves_its_certificates() {
    let folder = root().join(env!("CARGO_PKG_VERSION"));
    assert!(!folder.exists(), "{} was written before", folder.display());
    let world = World::demo("corpus").await;
    key(&world).await;
    sign_all(&world.app).await.expect("signs");
    for kind in [Kind::Certificado, Kind::Constancia] {
        issue_again(&world, kind).await;
    }
    let rows = certificate::Entity::find()
        .order_by_asc(certificate::Column::Id)
        .all(world.app.db.read())
        .await
        .unwrap();
    let keys = key_set(&world).await;
    std::fs::create_dir_all(&folder).unwrap();
    let mut address = None;
    // The first of each kind and state, and some more.
    let mut seen = std::collections::HashMap::new();
    for row in rows {
        let is_enclosed = kept(&world, &row).await.expect("is signed").is_enclosed;
        let many = seen.entry((row.kind, row.state, row.valid_until.is_some())).or_insert(0);
        *many += 1;
        if *many > 3 {
            continue;
        }
        let text = jwt(&world, &row).await;
        let badge = Badge::verify(&text, &keys).expect("verifies").claims;
        address = Some(badge.credential_status.status_list_credential);
        let snapshot = Snapshot::read(&row.snapshot).unwrap();
        let enclosed = is_enclosed.then_some(text.as_str());
        let pdf = pdf::make(&snapshot, &[], enclosed).unwrap();
        let kept = Kept {
            verdict: if row.state == State::Active { "valid" } else { "revoked" }.to_owned(),
            snapshot_hash: row.snapshot_hash.clone(),
            pdf_sha256: secrets::digest(&pdf),
            is_enclosed,
            jwt: text,
            snapshot: row.snapshot.clone(),
        };
        let name = format!("{}-{}.json", snapshot.document.number, row.id);
        write(&folder.join(name), &kept);
    }
    let list_address = address.expect("the demo certifies somebody");
    let list = fetch(&world, &list_address).await;
    write(&folder.join("published.json"), &Published { keys, list_address, list });
    world.finish().await;
}

/// Revokes one and issues it anew: of a course whose certificates end by now, and with a key.
async fn issue_again(world: &World, kind: Kind) {
    let coordinator = world.as_coordinator("MET").await.actor().await;
    let row = certificate::Entity::find()
        .filter(certificate::Column::Kind.eq(kind))
        .filter(certificate::Column::State.eq(State::Active))
        .filter(certificate::Column::IssuerUnit.eq("MET"))
        .order_by_desc(certificate::Column::Id)
        .one(world.app.db.read())
        .await
        .unwrap()
        .expect("the demo certifies some");
    let cohort = facts(world, row.cohort_id).await;
    let version = cohorts::get(world.app.db.read(), row.cohort_id).await.unwrap().version;
    let tx = world.app.db.begin().await.unwrap();
    let mut version = version.into_active_model();
    version.certificate_months = Set(Some(24));
    version.update(&tx).await.unwrap();
    tx.commit().await.unwrap();
    let permit = may_revoke(&coordinator, &CertificateFacts::from(&row)).expect("may");
    commands::revoke(&world.app, permit, "Se expide de nuevo para el archivo.")
        .await
        .expect("revokes");
    let permit = may_issue(&coordinator, &cohort).expect("may");
    let done = issue_at_once(&world.app, permit, &[row.enrolment_id]).await.expect("issues");
    assert_eq!(done.issued.len(), 1, "{done:?}");
}

fn write(file: &Path, value: &impl Serialize) {
    let text = serde_json::to_string_pretty(value).unwrap();
    std::fs::write(file, format!("{text}\n")).unwrap();
}
