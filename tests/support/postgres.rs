//! One throw-away PostgreSQL server per test process, on a free port of this
//! machine, without a socket file and without syncing: it forgets everything.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use rocket::tokio;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};

use super::companion::Companion;
use super::{free_port, slug};

const HOLD: &str = r#"
trap '' PIPE
bin=$1 port=$2
dir=$(mktemp -d /tmp/formacion-postgres.XXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT
"$bin/initdb" -D "$dir/data" -U formacion -A trust --no-sync -E UTF8 --locale=C.UTF-8 >"$dir/log" 2>&1 ||
  { cat "$dir/log"; exit 1; }
"$bin/postgres" -D "$dir/data" -h 127.0.0.1 -p "$port" -k '' \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
  -c max_connections=300 >>"$dir/log" 2>&1 </dev/null &
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

struct Server {
    port: u16,
    orders: mpsc::Sender<Order>,
    _companion: Companion,
}

/// One statement for the administrator's connection, and where to answer.
struct Order {
    statement: String,
    answer: Option<tokio::sync::oneshot::Sender<Result<(), String>>>,
}

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
                    return Server { port, orders: administrator(port), _companion: companion };
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

fn hold(bin: &std::path::Path, port: u16) -> Command {
    let port = port.to_string();
    let arguments = [bin.to_str().expect("a readable path"), &port];
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

/// A thread of its own holds the one administrative connection: tests have a
/// runtime each, and a connection must not outlive the runtime it was made in.
fn administrator(port: u16) -> mpsc::Sender<Order> {
    let (orders, inbox) = mpsc::channel::<Order>();
    std::thread::spawn(move || {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut connection: Option<DatabaseConnection> = None;
        while let Ok(order) = inbox.recv() {
            let done = runtime.block_on(async {
                if connection.is_none() {
                    let mut options = ConnectOptions::new(url(port, "postgres"));
                    options.max_connections(1).sqlx_logging(false);
                    connection = Database::connect(options).await.ok();
                }
                let Some(connection) = &connection else {
                    return Err("PostgreSQL takes no connection".to_owned());
                };
                match connection.execute_unprepared(&order.statement).await {
                    Ok(_) => Ok(()),
                    Err(error) => Err(format!("{}: {error}", order.statement)),
                }
            });
            if let Some(answer) = order.answer {
                let _ = answer.send(done);
            }
        }
    });
    orders
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

/// Address of a new database, an exact copy of `template` (`None`: empty).
pub async fn fresh_database(hint: &str, template: Option<&str>) -> String {
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let name = format!("t{number}_{}", slug(hint));
    let template = template.unwrap_or("template0");
    order(format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    url(server().port, &name)
}

/// Address of a database that will be copied: fill it, then `seal_template`.
pub async fn open_template(name: &str) -> String {
    order(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    order(format!("CREATE DATABASE {name} TEMPLATE template0")).await;
    url(server().port, name)
}

/// Ends every connection to a template: PostgreSQL copies only what is at rest.
pub async fn seal_template(name: &str) {
    order(format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
    order(format!(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
    ))
    .await;
}

/// Removes a database in the background, ending what is still connected.
pub fn forget_database(url: &str) {
    let Some(name) = url.rsplit('/').next() else {
        return;
    };
    if let Some(server) = SERVER.get() {
        let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        let _ = server.orders.send(Order { statement, answer: None });
    }
}
