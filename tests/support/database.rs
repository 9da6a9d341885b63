//! A database per test, on the engine under test (`FORMACION_TEST_DATABASE`,
//! `sqlite` unless said). The template is prepared once per process; each test
//! gets a copy, which costs milliseconds. Files of databases are in memory where
//! there is room.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rocket::tokio;
use rocket::tokio::sync::OnceCell;

use super::companion::Companion;
use super::{memory, postgres, slug};

/// The database engine the suite runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// The word used in the environment and in the figures.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// The engine this run was asked for.
pub fn engine() -> Engine {
    match std::env::var("FORMACION_TEST_DATABASE").as_deref() {
        Err(_) | Ok("" | "sqlite") => Engine::Sqlite,
        Ok("postgres") => Engine::Postgres,
        Ok(other) => panic!("FORMACION_TEST_DATABASE is sqlite or postgres, not {other}"),
    }
}

/// A database of one test; it goes away with this value.
pub struct FreshDatabase {
    url: String,
    engine: Engine,
}

impl FreshDatabase {
    /// The address to put in `DATABASE_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        match self.engine {
            Engine::Postgres => postgres::forget_database(&self.url),
            Engine::Sqlite => {
                for end in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{end}", sqlite_path(&self.url)));
                }
            }
        }
    }
}

/// A prepared database that tests copy. Make it a `static`.
pub struct Template {
    name: &'static str,
    ready: OnceCell<()>,
}

impl Template {
    /// `name` tells templates apart: small letters and underscores.
    pub const fn new(name: &'static str) -> Self {
        Self { name, ready: OnceCell::const_new() }
    }

    /// A copy of the template on the engine under test. `prepare` gets the
    /// template's address once per process and must close what it opens.
    pub async fn copy<F, Fut>(&self, hint: &str, prepare: F) -> FreshDatabase
    where
        F: FnOnce(String) -> Fut,
        Fut: Future<Output = ()>,
    {
        let engine = engine();
        let name = format!("template_{}", self.name);
        self.ready
            .get_or_init(|| async {
                match engine {
                    Engine::Postgres => {
                        prepare(postgres::open_template(&name).await).await;
                        postgres::seal_template(&name).await;
                    }
                    Engine::Sqlite => {
                        let path = directory().join(format!("{name}.sqlite"));
                        let _ = std::fs::remove_file(&path);
                        prepare(sqlite_url(&path)).await;
                        at_rest(&path).await;
                    }
                }
            })
            .await;
        match engine {
            Engine::Postgres => FreshDatabase { url: postgres::copy_of(&name).await, engine },
            Engine::Sqlite => {
                let path = new_file(hint);
                std::fs::copy(directory().join(format!("{name}.sqlite")), &path)
                    .expect("the template is copied");
                FreshDatabase { url: sqlite_url(&path), engine }
            }
        }
    }
}

/// A database without any table, for tests of the migrations themselves.
pub async fn empty(hint: &str) -> FreshDatabase {
    let engine = engine();
    let url = match engine {
        Engine::Postgres => postgres::empty_database(hint).await,
        Engine::Sqlite => sqlite_url(&new_file(hint)),
    };
    FreshDatabase { url, engine }
}

/// Where the files of every world of this process are: a copied database finds what its template kept.
pub fn files_url() -> String {
    format!("file://{}", directory().join("files").display())
}

/// A closed SQLite file has folded its write-ahead log into itself.
async fn at_rest(path: &Path) {
    let log = PathBuf::from(format!("{}-wal", path.display()));
    for _ in 0..100 {
        if std::fs::metadata(&log).map_or(0, |file| file.len()) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the template was not closed: {} still has content", log.display());
}

fn new_file(hint: &str) -> PathBuf {
    static COUNTER: AtomicUsize = AtomicUsize::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    directory().join(format!("t{number}_{}.sqlite", slug(hint)))
}

fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}?mode=rwc", path.display())
}

fn sqlite_path(url: &str) -> &str {
    let path = url.strip_prefix("sqlite://").unwrap_or(url);
    path.split('?').next().unwrap_or(path)
}

// A server that still ends may write a last time.
const HOLD: &str = r#"
trap '' PIPE
mkdir -p "$1" || exit 1
echo ready
cat >/dev/null
for time in 1 2 3 4 5; do
  rm -rf "$1" && exit
  sleep 3
done
"#;

/// This process's folder for SQLite files; it goes away with the process.
fn directory() -> &'static Path {
    static DIRECTORY: OnceLock<(PathBuf, Companion)> = OnceLock::new();
    let (folder, _) = DIRECTORY.get_or_init(|| {
        let base = memory::folder().unwrap_or(Path::new(env!("CARGO_TARGET_TMPDIR")));
        let own = base.join(format!("formacion-sqlite.{}", std::process::id()));
        let name = own.to_str().expect("a readable path");
        let command = Companion::shell(HOLD, &[name]);
        let ready = |line: &str| (line == "ready").then_some(());
        let (companion, ()) = Companion::start(command, Duration::from_secs(10), ready)
            .expect("a folder for the databases");
        (own, companion)
    });
    folder
}
