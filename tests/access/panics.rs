//! What a panic says may quote what somebody typed; the log tells its place and nothing else (P15).

use std::process::Command;

use formacion::platform::logs;

const CHILD: &str = "access::panics::a_panic_that_quotes_somebody";

#[test]
#[ignore = "it panics on purpose, in a process of its own"]
fn a_panic_that_quotes_somebody() {
    // The control keeps the hook that Rust brings.
    if std::env::var_os("FORMACION_PANIC_AS_RUST").is_none() {
        logs::start();
    }
    panic!("nobody expected Canarinha 4815162342");
}

#[test]
fn a_panic_is_told_by_its_place_and_quotes_nobody() {
    let said = |as_rust: bool| {
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", CHILD, "--ignored", "--nocapture"]);
        if as_rust {
            child.env("FORMACION_PANIC_AS_RUST", "1");
        }
        String::from_utf8_lossy(&child.output().unwrap().stderr).into_owned()
    };
    let ours = said(false);
    assert!(ours.contains("panics.rs:"), "its place is told: {ours}");
    assert!(!ours.contains("Canarinha") && !ours.contains("4815162342"), "{ours}");
    assert!(said(true).contains("Canarinha"), "the control: without our hook it is quoted");
}
