//! Programs of others that judge, in `crates/questions/tests/judge`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judge")
}

/// Says that a judge is not on this machine, so that its test goes on without it. Where every judge
/// must be (`FORMACION_JUDGE=must`, as `tests/run` sets), the test fails.
#[track_caller]
pub fn missing(judge: &str) {
    let must = std::env::var("FORMACION_JUDGE").is_ok_and(|value| value == "must");
    assert!(!must, "{judge} is not installed (tests/run installs it)");
    println!("skipped: {judge} is not installed");
}

/// What a script answers to a text; `None` when its program is not on this machine.
pub fn ask(program: &str, script: &str, text: &str) -> Option<Value> {
    let mut judge = Command::new(program)
        .arg(script)
        .current_dir(folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .inspect_err(|_| missing(program))
        .ok()?;
    let mut input = judge.stdin.take().expect("the judge reads");
    // A judge that stops before it has read everything says why by its end.
    let _ = input.write_all(text.as_bytes());
    drop(input);
    let answer = judge.wait_with_output().expect("the judge answers");
    assert!(answer.status.success(), "{script} does not understand:\n{text}");
    Some(serde_json::from_slice(&answer.stdout).expect("the judge answers JSON"))
}
