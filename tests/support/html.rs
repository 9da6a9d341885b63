//! An independent judge of markup: html-validate, run by node.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What html-validate finds wrong in a page, one sentence each.
pub fn validate(html: &str) -> Vec<String> {
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let mut judge = Command::new("node")
        .arg("html-validate.mjs")
        .current_dir(browser)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed (tests/run installs it)");
    let mut input = judge.stdin.take().expect("the judge reads");
    input.write_all(html.as_bytes()).expect("the page is handed over");
    drop(input);
    let answer = judge.wait_with_output().expect("the judge answers");
    assert!(answer.status.success(), "html-validate did not run (npm ci in tests/browser)");
    String::from_utf8_lossy(&answer.stdout).lines().map(str::to_owned).collect()
}
