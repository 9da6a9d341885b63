//! Programs of others that judge what the product makes: readers of PDF, of credentials, of pages.

/// Says that a judge is not on this machine, so that its test goes on without it. Where every judge
/// must be (`FORMACION_JUDGE=must`, as `tests/run` sets), the test fails.
#[track_caller]
pub fn missing(judge: &str) {
    let must = std::env::var("FORMACION_JUDGE").is_ok_and(|value| value == "must");
    assert!(!must, "{judge} is not installed (tests/run installs it)");
    println!("skipped: {judge} is not installed");
}
