//! A folder in memory for what tests throw away: nothing there waits for a disk.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

const FOLDER: &str = "/dev/shm";

/// What must be free in the folder and in the machine's memory. The databases of a run take less
/// than a quarter of it at once; the rest is for the tests themselves.
const ROOM_KB: u64 = 4 * 1024 * 1024;

/// The folder in memory; `None` where this machine has none with enough room.
pub fn folder() -> Option<&'static Path> {
    static HAS_ROOM: OnceLock<bool> = OnceLock::new();
    let has_room = *HAS_ROOM.get_or_init(|| {
        [free_in_folder(), free_in_memory()]
            .iter()
            .all(|free| free.is_some_and(|free| free >= ROOM_KB))
    });
    has_room.then(|| Path::new(FOLDER))
}

fn free_in_folder() -> Option<u64> {
    let said = Command::new("df").args(["-Pk", FOLDER]).output().ok()?;
    let said = String::from_utf8(said.stdout).ok()?;
    said.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

fn free_in_memory() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = said.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.split_whitespace().next()?.parse().ok()
}
