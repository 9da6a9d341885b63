//! The port for files, against a service that speaks S3 and is written by somebody else
//! (`tests/storage`). That one knows keys and computes no signature of version 4, so what is signed is
//! computed once more in [`signature`]. The folder is tested beside the port itself.

mod apart;
mod descriptors;
mod heavy;
mod hostile;
mod in_flight;
mod signature;

use std::path::PathBuf;
use std::time::Duration;

use formacion::platform::config::Config;
use formacion::platform::entity::stored_file::{self, FileId};
use formacion::platform::files::settings::FileStore;
use formacion::platform::files::{self, Files, Kind};
use formacion::platform::secrets;
use rocket::figment::Figment;
use sea_orm::EntityTrait;

use crate::support::companion::Companion;
use crate::support::world::World;
use crate::support::{database, free_port};

// The name of the key and its secret are the service's own.
const KEY: &str = "S3RVER";

const SERVICE: &str = r#"
trap '' PIPE
node "$1" -d "$2" -a 127.0.0.1 -p "$3" --configure-bucket planillas --no-vhost-buckets 2>&1 </dev/null &
service=$!
cat >/dev/null
kill $service 2>/dev/null
wait $service
rm -rf "$2"
"#;

struct Service {
    port: u16,
    _companion: Companion,
}

impl Service {
    fn start() -> Self {
        let program = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/storage/node_modules/s3rver/bin/s3rver.js");
        assert!(program.exists(), "s3rver is there (tests/run brings it: npm ci)");
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!(
            "s3-{}-{}",
            std::process::id(),
            secrets::short_id()
        ));
        std::fs::create_dir_all(&folder).unwrap();
        let port = free_port();
        let arguments =
            [program.display().to_string(), folder.display().to_string(), port.to_string()];
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let command = Companion::shell(SERVICE, &arguments);
        let ready = |line: &str| line.contains("listening").then_some(());
        let (companion, ()) =
            Companion::start(command, Duration::from_secs(60), ready).expect("the service starts");
        Self { port, _companion: companion }
    }

    fn settings(&self, secret: &str) -> Figment {
        Config::figment()
            .merge(("database_url", "sqlite://unused.sqlite"))
            .merge(("files_url", "s3://planillas"))
            .merge(("files_key", KEY))
            .merge(("files_secret", secret))
            .merge(("files_endpoint", format!("http://127.0.0.1:{}", self.port)))
    }

    fn place(&self, secret: &str) -> FileStore {
        Config::read(&self.settings(secret)).expect("the settings are whole").files
    }
}

#[rocket::async_test]
async fn a_file_goes_to_the_bucket_comes_back_the_same_and_is_forgotten() {
    let service = Service::start();
    let store = Files::open(&service.place(KEY)).expect("opens");
    let world = World::with("files s3", |app| app.files = store.clone()).await;
    let bytes: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
    let written = store.put(bytes.clone(), Kind::Pdf).await.expect("is written");
    let tx = world.app.db.begin().await.unwrap();
    let id = files::name(&tx, &written, None, world.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let row = stored_file::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap();
    assert_eq!(row.sha256, secrets::digest(&bytes));
    assert!(store.read(&row).await.expect("comes back") == bytes);

    // The doctor asks the service too, and misses what somebody took away.
    assert!(formacion::doctor::examine(&world.app).await.unwrap().is_empty());
    store.delete(&row.key).await.expect("is forgotten");
    let found = formacion::doctor::examine(&world.app).await.unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].text.contains("its object is not there"), "{}", found[0]);
    stored_file::Entity::delete_by_id(id).exec(world.app.db.writer()).await.unwrap();
    world.finish().await;
}

#[rocket::async_test]
async fn a_key_that_is_not_known_opens_nothing_and_its_secret_is_never_repeated() {
    let service = Service::start();
    let settings = service.settings("equivocado").merge(("files_key", "NADIE"));
    let place = Config::read(&settings).expect("the settings are whole").files;
    let store = Files::open(&place).expect("nobody is asked yet");
    let error = store.put(b"x".to_vec(), Kind::Pdf).await.expect_err("the key is wrong");
    let said = format!("{error} {error:?}");
    assert!(said.contains("access denied"), "{said}");
    assert!(!said.contains("equivocado"), "{said}");
    let config = Config::read(&service.settings("equivocado")).unwrap();
    assert!(!format!("{config:?}").contains("equivocado"));
}

#[rocket::async_test]
async fn a_store_that_is_away_is_an_error_and_not_a_lost_file() {
    let place = {
        let service = Service::start();
        service.place(KEY)
    };
    let store = Files::open(&place).expect("nobody is asked yet");
    assert!(store.put(b"x".to_vec(), Kind::Pdf).await.is_err());
}

#[rocket::async_test]
async fn a_changed_file_is_a_finding_and_is_never_served() {
    let world = World::new("files changed").await;
    let store = &world.app.files;
    let written = store.put(b"%PDF-1.7 lista".to_vec(), Kind::Pdf).await.expect("is written");
    let tx = world.app.db.begin().await.unwrap();
    let id: FileId = files::name(&tx, &written, None, world.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let row = stored_file::Entity::find_by_id(id).one(world.app.db.read()).await.unwrap().unwrap();
    let folder = database::files_url();
    let folder = folder.strip_prefix("file://").unwrap();
    let file = PathBuf::from(folder).join(&row.key[..2]).join(&row.key);
    std::fs::write(&file, b"%PDF-1.7 listo").unwrap();
    assert!(store.read(&row).await.is_err());
    let found = formacion::doctor::examine(&world.app).await.unwrap();
    assert!(found.iter().any(|finding| finding.text.contains("not what was kept")), "{found:?}");
    std::fs::write(&file, b"%PDF-1.7 lista").unwrap();
    world.finish().await;
}
