//! The page that opens without a network, and its files: the same bytes for everybody, because the
//! browser keeps them and checks each against its digest.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use data_encoding::BASE64;
use rocket::http::ContentType;
use sha2::{Digest, Sha256};

use platform::assets::{asset, light};
use platform::headers::CONTENT_SECURITY_POLICY;
use platform::pages::Shell;
use platform::prelude::*;
use platform::secrets;

const TEMPLATE: &str = "pages/attendance/field/_shell";
const WORKER: &str = "sw.js";
/// The files of `static/campo`, without the one that keeps the others.
const FILES: [&str; 15] = [
    "agenda.js",
    "app.js",
    "campo.css",
    "db.js",
    "dom.js",
    "leave.js",
    "manifest.webmanifest",
    "marks.js",
    "notices.js",
    "roster.js",
    "server.js",
    "store.js",
    "sync.js",
    "words.js",
    "worker.js",
];

/// What this page may do beyond every other: work without a network, and talk to its own server.
pub fn content_policy() -> String {
    format!("{CONTENT_SECURITY_POLICY}; worker-src 'self'; manifest-src 'self'; connect-src 'self'")
}

/// Returns the page, which holds no data of any person.
pub fn page(app: &App) -> Result<String, AppError> {
    let shell = Shell { demo: app.demo, ..Shell::bare("Pasar lista") };
    let html = app.views.render(TEMPLATE, &shell, &json!({}));
    html.map_err(|error| AppError::Internal(error.to_string()))
}

/// A file of the page.
pub fn file(name: &str) -> Option<(ContentType, Vec<u8>)> {
    if !FILES.contains(&name) {
        return None;
    }
    Some((kind(name), files().get(name)?.clone()))
}

/// The type of a script.
pub fn javascript() -> ContentType {
    ContentType::new("text", "javascript").with_params(("charset", "utf-8"))
}

fn kind(name: &str) -> ContentType {
    match name.rsplit('.').next() {
        Some("css") => ContentType::CSS,
        Some("webmanifest") => ContentType::new("application", "manifest+json"),
        _ => javascript(),
    }
}

/// The worker, which begins with the list of everything that it keeps.
pub fn worker(app: &App) -> Result<String, AppError> {
    let page = page(app)?;
    let shell = Shell::bare("");
    let mut digests = BTreeMap::from([("/campo".to_owned(), digest(page.as_bytes()))]);
    for name in FILES {
        let bytes = files().get(name).map(Vec::as_slice).unwrap_or_default();
        digests.insert(format!("/campo/{name}"), digest(bytes));
    }
    for (address, name) in [(shell.css, "formacion.css"), (shell.icon, "icon.svg")] {
        let bytes = asset(name).map(|(_, bytes)| bytes).unwrap_or_default();
        digests.insert(address, digest(&bytes));
    }
    let all = serde_json::to_string(&digests);
    let all = all.map_err(|error| AppError::Internal(error.to_string()))?;
    let version = &secrets::digest(&all)[..12];
    let text = files().get(WORKER).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    Ok(format!(
        "self.SHELL = {{\"version\":\"{version}\",\"files\":{all}}};\n{}",
        text.unwrap_or_default()
    ))
}

/// Returns the digest in the form of the `integrity` attribute.
fn digest(bytes: &[u8]) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(bytes)))
}

/// The files as they are sent, each made light once.
fn files() -> &'static BTreeMap<&'static str, Vec<u8>> {
    static KEPT: OnceLock<BTreeMap<&'static str, Vec<u8>>> = OnceLock::new();
    KEPT.get_or_init(|| {
        let all = FILES.into_iter().chain([WORKER]);
        all.filter_map(|name| {
            let (_, bytes) = asset(&format!("campo/{name}"))?;
            let light = match name.ends_with(".js") {
                true => light(&String::from_utf8_lossy(&bytes)).into_bytes(),
                false => bytes.into_owned(),
            };
            Some((name, light))
        })
        .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_page_is_listed_and_none_other() {
        for name in FILES.into_iter().chain([WORKER]) {
            assert!(files().contains_key(name), "{name} is there");
        }
        for name in ["sw.js", "otra.js", "../formacion.css", ""] {
            assert!(file(name).is_none(), "{name}");
        }
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../static/campo");
        let there = std::fs::read_dir(folder).expect("the folder").count();
        assert_eq!(there, FILES.len() + 1, "list the new file in FILES");
    }
}
