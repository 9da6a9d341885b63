//! An independent judge of calendar files: ical.js, run by node.

use serde::Deserialize;

use super::html::ask_node;

/// A meeting as another program reads it from a file of ours.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
pub struct Read {
    pub method: String,
    pub uid: String,
    pub sequence: u32,
    pub starts: String,
    pub ends: String,
    pub title: String,
    pub place: Option<String>,
    pub link: Option<String>,
    pub status: String,
    pub organizer: String,
    /// The addresses of whom the file invites.
    pub attendees: Vec<String>,
}

/// The meetings of a file; the test fails when the judge does not understand it.
pub fn read(file: &str) -> Vec<Read> {
    let lines = file.split("\r\n");
    assert!(lines.into_iter().all(|line| line.len() <= 75), "a line is too long:\n{file}");
    serde_json::from_str(&ask_node("calendar.mjs", file)).expect("the judge answers JSON")
}
