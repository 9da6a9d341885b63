//! The figures of the promises. A test measures and says whether it holds;
//! `tests/run` joins them in `target/figures.json` and fails if one falls short.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use super::database::engine;

/// Records one figure: `id` of the promise, what was measured in which unit,
/// whether that `holds` what was promised, and `how` it was measured.
///
/// ```ignore
/// figure("P2", 30.0, "places", taken == 30, "200 at once for 30 seats, 10 rounds");
/// assert_eq!(taken, 30);
/// ```
pub fn figure(id: &str, value: impl Into<f64>, unit: &str, holds: bool, how: &str) {
    write(&folder(), id, value.into(), unit, holds, how);
}

/// Records a figure in place of the one that this process recorded before: of what is counted from
/// test to test, only the last count is of interest.
pub fn running_figure(id: &str, value: impl Into<f64>, unit: &str, holds: bool, how: &str) {
    put(&folder(), "running", id, value.into(), unit, holds, how);
}

/// Writes one figure into `folder`.
pub fn write(folder: &Path, id: &str, value: f64, unit: &str, holds: bool, how: &str) {
    static COUNTER: AtomicUsize = AtomicUsize::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    put(folder, &number.to_string(), id, value, unit, holds, how);
}

/// `which` tells the figures of one process and promise apart.
fn put(folder: &Path, which: &str, id: &str, value: f64, unit: &str, holds: bool, how: &str) {
    let database = engine().name();
    println!("figure {id} ({database}): {value} {unit}, holds: {holds} — {how}");
    let record = json!({
        "id": id, "database": database, "value": value, "unit": unit, "holds": holds, "how": how,
    });
    std::fs::create_dir_all(folder).expect("a folder for the figures");
    let name = format!("{id}-{database}-{}-{which}", std::process::id());
    // Written aside and moved: a reader sees a whole figure or none.
    let aside = folder.join(format!("{name}.part"));
    std::fs::write(&aside, record.to_string()).expect("the figure is written");
    std::fs::rename(&aside, folder.join(format!("{name}.json"))).expect("the figure is in place");
}

/// Where the figures of a run lie until they are joined.
pub fn folder() -> PathBuf {
    target().join("figures")
}

/// The build's own folder (`target`).
pub fn target() -> PathBuf {
    let tmp = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    tmp.parent().map_or(tmp.clone(), PathBuf::from)
}
