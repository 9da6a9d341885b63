//! A service that signs PDF files for real, with a certificate of its own that nobody trusts
//! (`tests/signing`), and that can be told to misbehave. One serves all tests of a process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use formacion::platform::files::settings::VariableText;
use formacion::platform::signing::{SigningService, SigningVariables, read};

use super::companion::Companion;
use super::figures::target;

#[path = "../../crates/documents/tests/reading/objection.rs"]
mod objection;

/// What the service knows the product by. No log shows it.
pub const TOKEN: &str = "palabra-de-prueba-que-nadie-ve";

const SERVICE: &str = r#"
trap '' PIPE
python=$1; shift
"$python" "$@" </dev/null 2>/dev/null &
service=$!
cat >/dev/null
kill $service 2>/dev/null
wait $service
"#;

pub struct Signer {
    port: u16,
    _companion: Companion,
}

impl Signer {
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Signer> = OnceLock::new();
        SHARED.get_or_init(|| Self::start(None))
    }

    /// One of its own, where another one may have been before.
    pub fn start(port: Option<u16>) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/signing");
        let python = folder.join(".venv/bin/python");
        assert!(python.exists(), "pyHanko is there (tests/run brings it)");
        let mut arguments =
            vec![python.display().to_string(), folder.join("double.py").display().to_string()];
        arguments.push(TOKEN.to_owned());
        arguments.extend(port.map(|port| port.to_string()));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let command = Companion::shell(SERVICE, &arguments);
        let ready = |line: &str| line.strip_prefix("port ")?.parse().ok();
        let (companion, port) =
            Companion::start(command, Duration::from_secs(60), ready).expect("the service starts");
        Self { port, _companion: companion }
    }

    pub fn url(&self, name: &str) -> String {
        format!("http://127.0.0.1:{}/{name}", self.port)
    }

    /// The settings of a world that signs there.
    pub fn settings(&self, name: &str) -> Option<SigningService> {
        settings(&self.url(name), TOKEN)
    }

    /// How it behaves from now on to whoever uses this name.
    pub async fn tell(&self, name: &str, mode: &str) {
        let answer = client().put(self.url(name)).body(mode.to_owned()).send().await;
        assert!(answer.expect("it listens").status().is_success());
    }

    /// How often it was asked by this name.
    pub async fn asked(&self, name: &str) -> usize {
        let answer = client().get(self.url(name)).send().await.expect("it listens");
        answer.text().await.expect("a number").parse().expect("a number")
    }
}

/// The settings of a world that signs at an address, and waits two seconds for it.
pub fn settings(url: &str, token: &str) -> Option<SigningService> {
    let raw = SigningVariables {
        signing_url: Some(url.to_owned()),
        signing_token: Some(VariableText::Text(token.to_owned())),
        signing_name: Some(VariableText::Text("Firma de prueba".to_owned())),
        signing_seconds: Some(VariableText::Number(2)),
        ..SigningVariables::default()
    };
    read(raw).expect("the settings are whole")
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().expect("a client")
}

pub fn save(name: &str, bytes: &[u8]) -> PathBuf {
    let file = target().join(format!("signed-{name}-{}.pdf", std::process::id()));
    std::fs::write(&file, bytes).unwrap();
    file
}

pub fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).output().unwrap_or_else(|why| panic!("{program}: {why}"))
}

/// What poppler says of the signatures in it.
pub fn pdfsig(file: &Path) -> String {
    let said = run("pdfsig", &[file.to_str().unwrap()]);
    String::from_utf8_lossy(&said.stdout).into_owned()
}

/// What OpenSSL says of the bytes that the signature names and of the signature.
pub fn openssl(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let at = text.rfind("/ByteRange [").unwrap() + 12;
    let range: Vec<usize> = text[at..text[at..].find(']').unwrap() + at]
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect();
    let [0, length, to, rest] = range[..] else { panic!("{range:?}") };
    let hex = std::str::from_utf8(&bytes[length + 1..to - 1]).unwrap();
    let der: Vec<u8> = (0..hex.len() / 2)
        .map(|n| u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).unwrap())
        .collect();
    // The room behind the signature is zeros; its own length says where it ends.
    let end = 4 + usize::from(der[2]) * 256 + usize::from(der[3]);
    let content = [&bytes[..length], &bytes[to..to + rest]].concat();
    let (content, signature) = (save("content", &content), save("cms", &der[..end]));
    let said = run(
        "openssl",
        &[
            "cms",
            "-verify",
            "-binary",
            "-noverify",
            "-inform",
            "DER",
            "-in",
            signature.to_str().unwrap(),
            "-content",
            content.to_str().unwrap(),
            "-out",
            "/dev/null",
        ],
    );
    for file in [content, signature] {
        std::fs::remove_file(file).unwrap();
    }
    said.status.success()
}

/// The part of PDF/A that a document says of itself.
pub fn part(pdf: &[u8]) -> &'static str {
    let is_third = String::from_utf8_lossy(pdf).contains("<pdfaid:part>3<");
    if is_third { "3a" } else { "2a" }
}

/// Rules broken by the judge of PDF/A and PDF/UA; none where it is not installed.
pub fn broken_rules(file: &Path) -> Option<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/crates/documents/tests/judge");
    let judge = Command::new(format!("{folder}/.venv/bin/python"))
        .arg(format!("{folder}/judge.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut judge) = judge else {
        super::judges::missing("the judge of documents");
        return None;
    };
    let part = part(&std::fs::read(file).unwrap());
    let list = format!("{part}\t{0}\nua1\t{0}\n", file.display());
    std::io::Write::write_all(&mut judge.stdin.take().unwrap(), list.as_bytes()).unwrap();
    let said = judge.wait_with_output().unwrap();
    assert!(said.status.success());
    let said = String::from_utf8(said.stdout).unwrap();
    let bytes = std::fs::read(file).unwrap();
    let broken = said.lines().filter(|line| {
        let mut words = line.split('\t').skip(1);
        let (failed, rules) = (words.next(), words.next().unwrap_or_default());
        failed != Some("0") && !objection::is_carriage_return(&bytes, rules)
    });
    Some(broken.collect::<Vec<_>>().join("\n"))
}
