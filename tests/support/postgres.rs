//! One throw-away PostgreSQL server per test process, on a free port of this
//! machine, in memory where there is room, without a socket file and without
//! syncing: it forgets everything.
//!
//! Copies of templates are made before a test asks for them, and what tests leave is dropped
//! behind their backs. All that is used at once stays in memory: with 20 MB a database, those of
//! a whole run would be 15 GB.

use std::collections::HashMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::time::Duration;

use rocket::tokio;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use super::companion::Companion;
use super::{free_port, memory, slug};

// A database lives for seconds: nothing is worth a vacuum, a compiled plan or a log of changes
// from which a crash or a second server could take it up again.
const HOLD: &str = r#"
trap '' PIPE
bin=$1 port=$2 base=$3
dir=$(mktemp -d "$base/formacion-postgres.XXXXXX") || exit 1
trap 'rm -rf "$dir"' EXIT
"$bin/initdb" -D "$dir/data" -U formacion -A trust --no-sync -E UTF8 --locale=C.UTF-8 >"$dir/log" 2>&1 ||
  { cat "$dir/log"; exit 1; }
"$bin/postgres" -D "$dir/data" -h 127.0.0.1 -p "$port" -k '' \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
  -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=256MB \
  -c autovacuum=off -c jit=off -c max_connections=300 >>"$dir/log" 2>&1 </dev/null &
server=$!
until "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; do
  kill -0 $server 2>/dev/null || { cat "$dir/log"; exit 1; }
  sleep 0.1
done
echo ready
cat >/dev/null
kill -QUIT $server 2>/dev/null
wait $server
"#;

/// Copies of a template that wait for a test, beside the one that is being made.
const READY: usize = 2;

struct Server {
    port: u16,
    /// Statements that somebody waits for.
    orders: mpsc::Sender<Order>,
    /// Statements that nobody waits for: databases that no test uses any more go this way.
    farewells: mpsc::Sender<Order>,
    /// By the name of the template.
    stocks: Mutex<HashMap<String, Arc<Stock>>>,
    _companion: Companion,
}

/// One statement for the administrator's connection, and where to answer.
struct Order {
    statement: String,
    answer: Option<tokio::sync::oneshot::Sender<Result<(), String>>>,
}

/// Names of ready copies of one template, or why one could not be made.
struct Stock(Mutex<mpsc::Receiver<Result<String, String>>>);

static SERVER: OnceLock<Server> = OnceLock::new();
static COUNTER: AtomicUsize = AtomicUsize::new(0);

fn server() -> &'static Server {
    SERVER.get_or_init(|| {
        let bin = bin_directory();
        let mut last = String::new();
        // Somebody may take the free port in between: ask again.
        for _ in 0..3 {
            let port = free_port();
            match Companion::start(hold(&bin, port), Duration::from_secs(60), |line| {
                (line == "ready").then_some(())
            }) {
                Ok((companion, ())) => {
                    return Server {
                        port,
                        orders: administrator(port),
                        farewells: administrator(port),
                        stocks: Mutex::default(),
                        _companion: companion,
                    };
                }
                Err(error) => last = error,
            }
        }
        panic!("PostgreSQL does not start: {last}");
    })
}

/// The newest installed server's programs; Debian keeps them off the path.
fn bin_directory() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            let bin = entry.path().join("bin");
            bin.join("initdb").exists().then_some((version, bin))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).expect("PostgreSQL is installed (tests/run installs it)")
}

fn hold(bin: &Path, port: u16) -> Command {
    let port = port.to_string();
    let base = memory::folder().unwrap_or(Path::new("/tmp"));
    let [bin, base] = [bin, base].map(|path| path.to_str().expect("a readable path"));
    let arguments = [bin, &port, base];
    let mut command = Companion::shell(HOLD, &arguments);
    // PostgreSQL refuses to run as root.
    if std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0) {
        let shell = command;
        command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(shell.get_program()).args(shell.get_args());
    }
    command.current_dir("/");
    command
}

/// A connection that belongs to no test, on a thread that has a runtime of its own: tests have a
/// runtime each, and a connection must not outlive the runtime it was made in.
struct Administrator {
    port: u16,
    runtime: tokio::runtime::Runtime,
    connection: Option<DatabaseConnection>,
}

impl Administrator {
    fn new(port: u16) -> Self {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { port, runtime, connection: None }
    }

    fn execute(&mut self, statement: &str) -> Result<(), String> {
        if self.connection.is_none() {
            let mut options = ConnectOptions::new(url(self.port, "postgres"));
            options.max_connections(1).sqlx_logging(false);
            self.connection = self.runtime.block_on(Database::connect(options)).ok();
        }
        let Some(connection) = &self.connection else {
            return Err("PostgreSQL takes no connection".to_owned());
        };
        match self.runtime.block_on(connection.execute_unprepared(statement)) {
            Ok(_) => Ok(()),
            Err(error) => Err(format!("{statement}: {error}")),
        }
    }
}

/// Carries out statements one after another, each in its turn.
fn administrator(port: u16) -> mpsc::Sender<Order> {
    let (orders, inbox) = mpsc::channel::<Order>();
    std::thread::spawn(move || {
        let mut administrator = Administrator::new(port);
        while let Ok(order) = inbox.recv() {
            let done = administrator.execute(&order.statement);
            if let Some(answer) = order.answer {
                let _ = answer.send(done);
            }
        }
    });
    orders
}

/// Makes copies of a template that is at rest; it pauses while enough of them wait.
fn stock(port: u16, template: &str) -> Stock {
    let (ready, copies) = mpsc::sync_channel(READY);
    let template = template.to_owned();
    std::thread::spawn(move || {
        let mut administrator = Administrator::new(port);
        loop {
            let name = format!("t{}_{template}", COUNTER.fetch_add(1, Ordering::Relaxed));
            // Of a template of this size, files are copied in half the time that pages take.
            let statement =
                format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
            let made = administrator.execute(&statement).map(|()| name);
            if ready.send(made).is_err() {
                return;
            }
        }
    });
    Stock(Mutex::new(copies))
}

fn url(port: u16, database: &str) -> String {
    format!("postgres://formacion@127.0.0.1:{port}/{database}")
}

async fn order(statement: String) {
    // Starting the server blocks; a test's runtime may have other work.
    let server = tokio::task::spawn_blocking(server).await.expect("the server starts");
    let (answer, done) = tokio::sync::oneshot::channel();
    server
        .orders
        .send(Order { statement, answer: Some(answer) })
        .expect("the administrator listens");
    if let Err(error) = done.await.expect("the administrator answers") {
        panic!("{error}");
    }
}

/// Address of a new database without any table.
pub async fn empty_database(hint: &str) -> String {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = format!("t{number}_{}", slug(hint));
    order(format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    url(server().port, &name)
}

/// Address of a database that nobody else uses, an exact copy of a template that was sealed.
pub async fn copy_of(template: &str) -> String {
    let stock = Arc::clone(&server().stocks.lock().expect("nobody panics here")[template]);
    // A copy may have to be waited for; the test's runtime may have other work.
    let taken = tokio::task::spawn_blocking(move || {
        let copies = stock.0.lock().expect("nobody panics here");
        copies.recv().expect("copies are made as long as the process lives")
    });
    match taken.await.expect("a copy is taken") {
        Ok(name) => url(server().port, &name),
        Err(error) => panic!("{error}"),
    }
}

/// Address of a database that will be copied: fill it, then `seal_template`.
pub async fn open_template(name: &str) -> String {
    order(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    order(format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    url(server().port, name)
}

/// Ends every connection to a template, because PostgreSQL copies only what is at rest, and begins
/// to make its copies.
pub async fn seal_template(name: &str) {
    order(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    order(format!(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
    ))
    .await;
    let server = server();
    let stock = Arc::new(stock(server.port, name));
    server.stocks.lock().expect("nobody panics here").insert(name.to_owned(), stock);
}

/// Removes a database in the background, ending what is still connected.
pub fn forget_database(url: &str) {
    let Some(name) = url.rsplit('/').next() else {
        return;
    };
    if let Some(server) = SERVER.get() {
        let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let _ = server.farewells.send(Order { statement, answer: None });
    }
}
