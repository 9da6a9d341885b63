//! The release binary, as its users start it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::{Client, Shot};
use crate::support::companion::{Companion, alive};

/// Starts the server, and ends it when the standard input closes.
const HOLD: &str = r#"
trap '' PIPE
"$@" >"$LOG" 2>&1 </dev/null &
server=$!
echo "pid $server"
cat >/dev/null
kill -TERM $server 2>/dev/null
( sleep 10; kill -KILL $server ) >/dev/null 2>&1 &
late=$!
wait $server
kill $late 2>/dev/null
"#;

/// Builds the binary beside this one, which must be a release build as well.
pub fn build() -> PathBuf {
    let own = std::env::current_exe().expect("this program has a path");
    let folder = own.parent().expect("it lies in a folder");
    if cfg!(debug_assertions) {
        panic!("measure what ships: cargo run --release -p benches");
    }
    println!("Building the release binary…");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let status = Command::new(cargo)
        .args(["build", "--release", "--quiet", "--package", "formacion"])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .status()
        .expect("cargo starts");
    assert!(status.success(), "the product does not build");
    folder.join("formacion")
}

fn isolated(program: &Path) -> Command {
    let mut command = Command::new(program);
    isolate(&mut command);
    command
}

/// Removes the settings of whoever runs this: they must not reach the product.
fn isolate(command: &mut Command) {
    const NAMES: [&str; 5] = ["DATABASE_URL", "SMTP_URL", "PUBLIC_URL", "MAIL_FROM", "RUST_LOG"];
    const STARTS: [&str; 6] =
        ["CONTROLLER_", "SIGNING_", "FILES_", "KEYS_", "ROCKET_", "FORMACION_"];
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if NAMES.contains(&&*name) || STARTS.iter().any(|start| name.starts_with(start)) {
            command.env_remove(&*name);
        }
    }
}

/// Runs a command of the product on a database, and returns what it printed.
pub fn run(program: &Path, arguments: &[&str], database_url: &str) -> Result<String, String> {
    let output = isolated(program)
        .args(arguments)
        .env("DATABASE_URL", database_url)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    if output.status.success() {
        Ok(said)
    } else {
        Err(format!("formacion {}:\n{said}", arguments.join(" ")))
    }
}

/// A running server. Dropping it stops it, and it dies with this process.
pub struct Server {
    pub pid: u32,
    pub origin: String,
    _companion: Companion,
}

impl Server {
    pub fn start(
        program: &Path,
        database_url: &str,
        origin: &str,
        folder: &Path,
        web_only: bool,
    ) -> Self {
        let port = origin.rsplit(':').next().unwrap_or_default();
        let program = program.display().to_string();
        let mut words = vec![program.as_str(), "serve"];
        words.extend(web_only.then_some("--web-only"));
        let mut command = Companion::shell(HOLD, &words);
        isolate(&mut command);
        command
            .current_dir(folder)
            .env("LOG", folder.join("log"))
            .env("DATABASE_URL", database_url)
            // Mail goes nowhere. The attempts of its worker are part of what is measured.
            .env("SMTP_URL", "smtp://127.0.0.1:9")
            .env("CONTROLLER_NAME", "Escuela de Prueba")
            .env("CONTROLLER_NIT", "900.000.000-1")
            .env("CONTROLLER_ADDRESS", "Calle 1 # 2-3, Bogotá")
            .env("CONTROLLER_MAIL", "datos@escuela.example")
            .env("PUBLIC_URL", origin)
            .env("MAIL_FROM", "Formación de prueba <formacion@prueba.example>")
            .env("ROCKET_ADDRESS", "127.0.0.1")
            .env("ROCKET_PORT", port);
        let (companion, pid) = Companion::start(command, Duration::from_secs(10), |line| {
            line.strip_prefix("pid ").and_then(|pid| pid.parse().ok())
        })
        .expect("the server is started");
        let server = Self { pid, origin: origin.to_owned(), _companion: companion };
        let end = Instant::now() + Duration::from_secs(30);
        let ready = Shot::get("/salud/lista", None);
        while Instant::now() < end && alive(pid) {
            if Client::new(origin).expect(&ready).is_ok() {
                return server;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
        panic!("the server does not answer; its log:\n{log}");
    }

    /// Returns the seconds of processor that all its threads took so far.
    pub fn processor(&self) -> f64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid)).unwrap_or_default();
        let after = stat.rsplit(')').next().unwrap_or_default();
        let ticks: f64 = after
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|ticks| ticks.parse::<f64>().ok())
            .sum();
        // USER_HZ is 100 on every Linux that Rust runs on.
        ticks / 100.0
    }

    /// Counts the most that it held from now on.
    pub fn forget_peak(&self) {
        let _ = std::fs::write(format!("/proc/{}/clear_refs", self.pid), "5");
    }

    /// Returns the MB that are resident now, and the most that ever were.
    pub fn memory(&self) -> (f64, f64) {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.pid)).unwrap_or_default();
        let of = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .and_then(|rest| rest.split_whitespace().next())
                .and_then(|kilobytes| kilobytes.parse::<f64>().ok())
                .unwrap_or_default()
                / 1024.0
        };
        (of("VmRSS:"), of("VmHWM:"))
    }
}
