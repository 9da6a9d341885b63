//! The real binary, started as its users start it, on a free port. It dies
//! with the test; what it wrote to its log can be read (P15).

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::companion::{Companion, alive};
use super::free_port;

// The process is stopped politely when the leash is let go, and harder after
// ten seconds.
const HOLD: &str = r#"
trap '' PIPE
log=$1; shift
"$@" >>"$log" 2>&1 </dev/null &
server=$!
echo "pid $server"
cat >/dev/null
kill -TERM $server 2>/dev/null
( sleep 10; kill -KILL $server ) >/dev/null 2>&1 &
late=$!
wait $server
kill $late 2>/dev/null
"#;

/// Who answers for the personal data of a test.
pub const CONTROLLER: [(&str, &str); 4] = [
    ("CONTROLLER_NAME", "Escuela de Prueba"),
    ("CONTROLLER_NIT", "900000000"),
    ("CONTROLLER_ADDRESS", "Calle 1 # 2-3, Bogotá"),
    ("CONTROLLER_MAIL", "datos@escuela.example"),
];

/// What to start the server with.
#[derive(Default)]
pub struct Settings {
    environment: Vec<(String, String)>,
    descriptors: Option<u32>,
}

impl Settings {
    /// `DATABASE_URL`.
    pub fn database(self, url: &str) -> Self {
        self.env("DATABASE_URL", url)
    }

    /// `SMTP_URL`.
    pub fn smtp(self, url: &str) -> Self {
        self.env("SMTP_URL", url)
    }

    /// Any other variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The most files and connections that the process may have open.
    pub fn descriptors(mut self, most: u32) -> Self {
        self.descriptors = Some(most);
        self
    }

    /// Starts it where another one was stopped: browsers keep what they know by its address.
    pub fn start_again_at(self, port: u16) -> Server {
        self.attempt(port).unwrap_or_else(|error| panic!("the server does not start: {error}"))
    }

    /// Starts the server and waits until it says that it is ready.
    pub fn start(self) -> Server {
        let mut last = String::new();
        // Somebody may take the free port in between: ask again.
        for _ in 0..3 {
            match self.attempt(free_port()) {
                Ok(server) => return server,
                Err(error) => last = error,
            }
        }
        panic!("the server does not start: {last}");
    }

    fn attempt(&self, port: u16) -> Result<Server, String> {
        static COUNTER: AtomicUsize = AtomicUsize::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("server-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let log = folder.join("log");
        let log_name = log.display().to_string();
        let program = env!("CARGO_BIN_EXE_formacion");
        let most = self.descriptors.map_or_else(|| "unlimited".to_owned(), |most| most.to_string());
        let limited = "[ $0 = unlimited ] || ulimit -n $0; exec \"$@\"";
        let arguments = [&*log_name, "sh", "-c", limited, &most, program, "serve"];
        let mut command = Companion::shell(HOLD, &arguments);
        isolate(&mut command)
            .current_dir(&folder)
            .env("ROCKET_ADDRESS", "127.0.0.1")
            .env("ROCKET_PORT", port.to_string())
            .env("PUBLIC_URL", format!("http://127.0.0.1:{port}"))
            .env("MAIL_FROM", "Formación de prueba <formacion@prueba.example>")
            .envs(CONTROLLER)
            .envs(self.environment.iter().cloned());
        let (companion, pid) = Companion::start(command, Duration::from_secs(10), |line| {
            line.strip_prefix("pid ").and_then(|pid| pid.parse().ok())
        })?;
        let server = Server { port, pid, folder, log, companion: Some(companion) };
        let end = Instant::now() + Duration::from_secs(30);
        while Instant::now() < end {
            if server.status("/salud/lista") == Some(200) {
                return Ok(server);
            }
            if !alive(pid) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("no answer at /salud/lista; its log:\n{}", server.log()))
    }
}

/// A command of the real binary (`migrate`, `seed demo`, `doctor --strict` …)
/// that sees none of the caller's own settings.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_formacion"));
    isolate(&mut command).args(arguments).stdin(std::process::Stdio::null());
    command
}

fn isolate(command: &mut Command) -> &mut Command {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let ours =
            matches!(&*name, "DATABASE_URL" | "SMTP_URL" | "PUBLIC_URL" | "MAIL_FROM" | "RUST_LOG");
        let ours = ours
            || name.starts_with("CONTROLLER_")
            || name.starts_with("FILES_")
            || name.starts_with("KEYS_")
            || name.starts_with("SIGNING_");
        if ours || name.starts_with("ROCKET_") || name.starts_with("FORMACION_") {
            command.env_remove(&*name);
        }
    }
    command
        .env("FILES_URL", super::database::files_url())
        .env("KEYS_SECRET", super::world::KEYS_SECRET)
}

/// A running server.
pub struct Server {
    port: u16,
    pid: u32,
    folder: PathBuf,
    log: PathBuf,
    companion: Option<Companion>,
}

impl Server {
    /// The server on this database, all else by default.
    pub fn start(database_url: &str) -> Self {
        Self::with().database(database_url).start()
    }

    /// Settings to start a server with.
    pub fn with() -> Settings {
        Settings::default()
    }

    /// The full address of `path`.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Id of the server's own process.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Everything it wrote so far, standard error included.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Status of a plain GET; `None` when nobody answers.
    pub fn status(&self, path: &str) -> Option<u16> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        let host = format!("127.0.0.1:{}", self.port);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).ok()?;
        std::str::from_utf8(&answer).ok()?.get(9..12)?.parse().ok()
    }

    /// Ends it as a power cut would (signal 9), and waits until it is gone.
    pub fn kill(mut self) -> String {
        let _ = Command::new("kill").args(["-9", &self.pid.to_string()]).status();
        self.end()
    }

    /// Asks it to stop (SIGTERM), waits, and returns its whole log.
    pub fn stop(mut self) -> String {
        self.end()
    }

    fn end(&mut self) -> String {
        drop(self.companion.take());
        self.log()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.companion.take());
        // A failing test keeps the log for whoever reads the failure.
        if std::thread::panicking() {
            println!("the server's log is in {}", self.log.display());
        } else {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
