//! What was certified by every release is verified by every later one (P8).
//!
//! `tests/corpus/<release>/` holds certificates of the demo programme as they were: the snapshot, the
//! signed credential, the digest of the document, what the page said; and beside them the published
//! keys and the list of revoked ones of that day. A released folder is never written again.

use std::path::{Path, PathBuf};

use credentials::badge::Badge;
use credentials::keys::JwkSet;
use credentials::status::StatusList;
use formacion::certification::credentials::worker::sign_all;
use formacion::certification::entity::certificate::{self, State};
use formacion::certification::snapshot::Snapshot;
use formacion::platform::secrets;
use sea_orm::{EntityTrait, QueryOrder};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{fetch, judge, jwt, key_set};
use crate::support::figures::figure;
use crate::support::world::World;

/// A certificate as it was issued.
#[derive(Serialize, Deserialize)]
struct Kept {
    verdict: String,
    snapshot_hash: String,
    pdf_sha256: String,
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
        for file in entries(&release).into_iter().filter(|path| !path.ends_with("published.json")) {
            let kept: Kept = read(&file);
            let shown = file.display();
            assert_eq!(secrets::digest(&kept.snapshot), kept.snapshot_hash, "{shown}");
            let snapshot = Snapshot::read(&kept.snapshot).expect("the snapshot is read");
            let pdf = documents::certificate::pdf(&snapshot.document).expect("is laid out");
            assert_eq!(secrets::digest(&pdf), kept.pdf_sha256, "{shown}: other bytes");
            let badge = Badge::verify(&kept.jwt, &published.keys)
                .unwrap_or_else(|error| panic!("{shown}: {error}"))
                .claims;
            assert_eq!(badge.holder(), Some(snapshot.document.full_name.as_str()), "{shown}");
            assert_eq!(badge.credential_status.status_list_credential, published.list_address);
            assert_eq!(badge.issuer.id, list.issuer);
            let revoked = bits.is_set(badge.credential_status.index().unwrap()).unwrap();
            assert_eq!(revoked, kept.verdict == "revoked", "{shown}");
            texts.push(kept.jwt);
            verdicts.push(revoked);
        }
        assert!(verdicts.contains(&true) && verdicts.contains(&false), "of both kinds");
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
    sign_all(&world.app).await.expect("signs");
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
        let many = seen.entry((row.kind, row.state)).or_insert(0);
        *many += 1;
        if *many > 3 {
            continue;
        }
        let text = jwt(&world, &row).await;
        let badge = Badge::verify(&text, &keys).expect("verifies").claims;
        address = Some(badge.credential_status.status_list_credential);
        let snapshot = Snapshot::read(&row.snapshot).unwrap();
        let pdf = documents::certificate::pdf(&snapshot.document).unwrap();
        let kept = Kept {
            verdict: if row.state == State::Active { "valid" } else { "revoked" }.to_owned(),
            snapshot_hash: row.snapshot_hash.clone(),
            pdf_sha256: secrets::digest(&pdf),
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

fn write(file: &Path, value: &impl Serialize) {
    let text = serde_json::to_string_pretty(value).unwrap();
    std::fs::write(file, format!("{text}\n")).unwrap();
}
