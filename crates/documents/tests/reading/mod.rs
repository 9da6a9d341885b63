//! Reading documents as others do: with the tools for PDF, where they are installed.

#![allow(dead_code)]

pub mod objection;

use std::path::{Path, PathBuf};
use std::process::Command;

pub fn save(name: &str, bytes: &[u8]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("family-{name}.pdf"));
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Says that a judge is not on this machine, so that its test goes on without it. Where every judge
/// must be (`FORMACION_JUDGE=must`, as `tests/run` sets), the test fails.
#[track_caller]
pub fn missing(judge: &str) {
    let must = std::env::var("FORMACION_JUDGE").is_ok_and(|value| value == "must");
    assert!(!must, "{judge} is not installed (tests/run installs it)");
    println!("skipped: {judge} is not installed");
}

/// What the tool says of the file; `None` when the tool is not installed.
pub fn tool(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            let complaint = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program}: {said}{complaint}");
            Some(said)
        }
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {
            missing(program);
            None
        }
        Err(why) => panic!("{program}: {why}"),
    }
}

/// The words of the file on one line, without the points where long ones may break.
pub fn words(path: &Path, page: Option<&str>) -> Option<String> {
    let path = path.to_str().unwrap();
    let text = match page {
        Some(page) => tool("pdftotext", &["-f", page, "-l", page, path, "-"]),
        None => tool("pdftotext", &[path, "-"]),
    }?;
    Some(text.replace('\u{200B}', "").split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What a reader of the screen is told of the file, with the words of each part.
pub fn structure(path: &Path) -> Option<String> {
    tool("pdfinfo", &["-struct-text", path.to_str().unwrap()])
}

pub fn pages(path: &Path) -> Option<usize> {
    tool("qpdf", &["--show-npages", path.to_str().unwrap()]).map(|n| n.trim().parse().unwrap())
}

pub fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "«{part}» is missing in: {text}");
    }
}

/// SHA-256, hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
