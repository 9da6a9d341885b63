//! A service of a few lines that takes a file only when its signature (AWS Signature Version 4) is
//! the one that it computes itself from the secret.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use data_encoding::HEXLOWER;
use formacion::platform::config::Config;
use formacion::platform::files::{Files, Kind};
use sha2::{Digest, Sha256};

const SECRET: &str = "secreto-de-prueba";

fn hmac(key: &[u8], words: &str) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::digest([block.map(|b| b ^ 0x36).as_slice(), words.as_bytes()].concat());
    Sha256::digest([block.map(|b| b ^ 0x5C).as_slice(), inner.as_slice()].concat()).to_vec()
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes.as_ref()))
}

struct Asked {
    method: String,
    path: String,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn read(stream: &mut TcpStream) -> Option<Asked> {
    let mut bytes = Vec::new();
    let mut part = [0; 4_096];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let mut lines = head.split("\r\n");
            let mut first = lines.next()?.split(' ');
            let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
            let headers: BTreeMap<String, String> = lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
                .collect();
            let length: usize = headers.get("content-length")?.parse().ok()?;
            let mut body = bytes[end + 4..].to_vec();
            while body.len() < length {
                let read = stream.read(&mut part).ok()?;
                body.extend(&part[..read]);
            }
            return Some(Asked { method, path, headers, body });
        }
        match stream.read(&mut part).ok()? {
            0 => return None,
            read => bytes.extend(&part[..read]),
        }
    }
}

/// Whether the signature is that of the secret, over what really came.
fn is_signed(asked: &Asked) -> Option<bool> {
    let given = asked.headers.get("authorization")?.strip_prefix("AWS4-HMAC-SHA256 ")?;
    let parts: BTreeMap<&str, &str> =
        given.split(',').filter_map(|part| part.trim().split_once('=')).collect();
    let scope = parts.get("Credential")?.split_once('/')?.1;
    let signed = *parts.get("SignedHeaders")?;
    let mut headers = String::new();
    for name in signed.split(';') {
        headers += &format!("{name}:{}\n", asked.headers.get(name)?);
    }
    let digest = hex(&asked.body);
    if asked.headers.get("x-amz-content-sha256")? != &digest {
        return Some(false);
    }
    let canonical = format!("{}\n{}\n\n{headers}\n{signed}\n{digest}", asked.method, asked.path);
    let when = asked.headers.get("x-amz-date")?;
    let words = format!("AWS4-HMAC-SHA256\n{when}\n{scope}\n{}", hex(canonical));
    let key =
        scope.split('/').fold(format!("AWS4{SECRET}").into_bytes(), |key, part| hmac(&key, part));
    Some(HEXLOWER.encode(&hmac(&key, &words)) == *parts.get("Signature")?)
}

/// Answers one request after the other until nobody listens; `true` for each that was signed.
fn serve() -> (u16, std::sync::mpsc::Receiver<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, verdicts) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let Some(asked) = read(&mut stream) else { continue };
            let signed = is_signed(&asked).unwrap_or(false);
            let status = if signed { "200 OK" } else { "403 Forbidden" };
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nETag: \"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            if sender.send(signed).is_err() {
                return;
            }
        }
    });
    (port, verdicts)
}

fn store(port: u16, secret: &str) -> Files {
    let settings = Config::figment()
        .merge(("database_url", "sqlite://unused.sqlite"))
        .merge(("files_url", "s3://planillas"))
        .merge(("files_key", "LLAVE"))
        .merge(("files_secret", secret))
        .merge(("files_region", "bogota-1"))
        .merge(("files_endpoint", format!("http://127.0.0.1:{port}")));
    Files::open(&Config::read(&settings).expect("the settings are whole").files).expect("opens")
}

#[rocket::async_test]
async fn what_is_sent_is_signed_with_the_secret_and_nothing_else_is_taken() {
    let (port, verdicts) = serve();
    let _ = store(port, SECRET).put(b"planilla".to_vec(), Kind::Pdf).await.expect("is signed");
    assert!(verdicts.recv().unwrap());
    let error = store(port, "otro-secreto").put(b"planilla".to_vec(), Kind::Pdf).await;
    let said = error.expect_err("is signed with another secret").to_string();
    assert!(!verdicts.recv().unwrap());
    assert!(said.contains("access denied") && !said.contains("otro-secreto"), "{said}");
}
