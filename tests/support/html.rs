//! Independent judges that node runs; of markup: html-validate.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// What html-validate finds wrong in a page, one sentence each.
pub fn validate(html: &str) -> Vec<String> {
    ask_node("html-validate.mjs", html).lines().map(str::to_owned).collect()
}

/// What a script of `tests/browser` prints about a text.
pub fn ask_node(script: &str, text: &str) -> String {
    let browser = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let mut judge = Command::new("node")
        .arg(script)
        .current_dir(browser)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed (tests/run installs it)");
    let mut input = judge.stdin.take().expect("the judge reads");
    input.write_all(text.as_bytes()).expect("the text is handed over");
    drop(input);
    let answer = judge.wait_with_output().expect("the judge answers");
    assert!(answer.status.success(), "{script} did not run (npm ci in tests/browser)");
    String::from_utf8_lossy(&answer.stdout).into_owned()
}
