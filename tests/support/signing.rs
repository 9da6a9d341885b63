//! A service that signs PDF files for real, with a certificate of its own that nobody trusts
//! (`tests/signing`), and that can be told to misbehave. One serves all tests of a process.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use formacion::platform::files::settings::Text;
use formacion::platform::signing::{Raw, Signing, read};

use super::companion::Companion;

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
    pub fn settings(&self, name: &str) -> Option<Signing> {
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
pub fn settings(url: &str, token: &str) -> Option<Signing> {
    let raw = Raw {
        signing_url: Some(url.to_owned()),
        signing_token: Some(Text::Text(token.to_owned())),
        signing_name: Some(Text::Text("Firma de prueba".to_owned())),
        signing_seconds: Some(Text::Number(2)),
        ..Raw::default()
    };
    read(raw).expect("the settings are whole")
}

fn client() -> reqwest::Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().expect("a client")
}
