//! Credentials of certificates: what programs of strangers verify without us.

mod corpus;
mod publish;
mod revoke;
mod rotate;
mod sign;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use credentials::badge::Badge;
use credentials::keys::{Algorithm, IssuerKey, JwkSet};
use data_encoding::BASE64URL_NOPAD;
use formacion::certification::credentials::commands::{NewIssuerKey, new_key};
use formacion::certification::credentials::entity::issuer_key::Curve;
use formacion::certification::credentials::entity::{certificate_credential, issuer_key};
use formacion::certification::entity::certificate;
use formacion::platform::secrets;
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use serde_json::{Value, json};

use crate::support::judges;
use crate::support::world::{ORIGIN, World};

/// What `formacion keys new` does.
pub async fn key(world: &World) -> NewIssuerKey {
    new_key(&world.app).await.expect("a key is made")
}

/// A key of Ed25519, as earlier releases made them.
pub async fn old_key(world: &World) -> issuer_key::Model {
    let seed = secrets::random::<32>().unwrap();
    let public = IssuerKey::new(Algorithm::EdDsa, &seed, "").unwrap().public();
    let thumbprint = public.thumbprint();
    let secret = world.app.config.keys.open().expect("the secret of the tests");
    let row = issuer_key::ActiveModel {
        curve: Set(Curve::Ed25519),
        kid: Set(format!("{ORIGIN}/emisor/claves/{thumbprint}")),
        sealed: Set(secret.seal(secrets::random().unwrap(), &thumbprint, &seed).unwrap()),
        thumbprint: Set(thumbprint),
        public_x: Set(public.x),
        created_at: Set(world.app.clock.now()),
        ..Default::default()
    };
    let tx = world.app.db.begin().await.unwrap();
    let row = row.insert(&tx).await.unwrap();
    tx.commit().await.unwrap();
    row
}

/// The header of a signed text.
pub fn header(text: &str) -> Value {
    let header = BASE64URL_NOPAD.decode(text.split('.').next().unwrap().as_bytes()).unwrap();
    serde_json::from_slice(&header).expect("a header")
}

/// The signed text, as its holder downloads it.
pub async fn jwt(world: &World, certificate: &certificate::Model) -> String {
    let path = format!("/verificar/{}/credencial", certificate.code);
    world.as_anyone().get(&path).await.expect(200).body()
}

/// The published keys.
pub async fn key_set(world: &World) -> JwkSet {
    let body = world.as_anyone().get("/emisor/claves").await.expect(200).body();
    serde_json::from_str(&body).expect("a set of keys")
}

pub async fn kept(
    world: &World,
    certificate: &certificate::Model,
) -> Option<certificate_credential::Model> {
    let row = certificate_credential::Entity::find_by_id(certificate.id);
    row.one(world.app.db.read()).await.unwrap()
}

/// A page of our own address, asked for as a stranger does.
pub async fn fetch(world: &World, address: &str) -> String {
    let path = address.strip_prefix(ORIGIN).expect("an address of ours").to_owned();
    world.as_anyone().get(&path).await.expect(200).body()
}

/// What independent readers say (`crates/credentials/tests/judge`) of signed texts, with the lists that
/// they point to, and of documents. `None` where they are not installed.
pub async fn judged(world: &World, texts: &[String], documents: Vec<Value>) -> Option<Value> {
    let keys = key_set(world).await;
    let mut lists = BTreeMap::new();
    for text in texts {
        let Ok(signed) = Badge::verify(text, &keys) else { continue };
        let address = signed.claims.credential_status.status_list_credential;
        let list = fetch(world, &address).await;
        lists.insert(address, list);
    }
    judge(&json!({
        "now": world.app.clock.now(),
        "keys": keys,
        "credentials": texts,
        "lists": lists,
        "documents": documents,
    }))
}

pub fn judge(asked: &Value) -> Option<Value> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/credentials/tests/judge");
    if !std::path::Path::new(folder).join("node_modules").exists() {
        judges::missing(&format!("{folder}/node_modules"));
        return None;
    }
    let mut node = Command::new("node")
        .arg(format!("{folder}/judge.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node starts");
    node.stdin.take().unwrap().write_all(asked.to_string().as_bytes()).unwrap();
    let said = node.wait_with_output().unwrap();
    assert!(said.status.success(), "the judges did not finish");
    Some(serde_json::from_slice(&said.stdout).expect("the judges answer in JSON"))
}
