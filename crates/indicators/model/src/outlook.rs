//! What an import would change against what is known; pure.

use std::collections::HashMap;

use super::reading::{Entry, Key, Value};

/// What counts now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    pub value: Value,
    pub revision: i32,
    /// Invented for the demonstration.
    pub is_demo: bool,
}

pub type Known = HashMap<Key, Counts>;

/// A row to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub entry: Entry,
    pub revision: i32,
    /// What it corrects.
    pub before: Option<Value>,
    /// What it corrects was invented for the demonstration, and what it says was published.
    pub ends_demo: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    pub steps: Vec<Step>,
    pub same: usize,
    /// Rows that are wrong: what was invented never takes the place of what was published.
    pub against_official: Vec<u32>,
}

impl Outlook {
    pub fn corrected(&self) -> usize {
        self.steps.iter().filter(|step| step.before.is_some()).count()
    }

    pub fn added(&self) -> usize {
        self.steps.len() - self.corrected()
    }

    pub fn ends_demo(&self) -> usize {
        self.steps.iter().filter(|step| step.ends_demo).count()
    }
}

/// Compares entry by entry: what says the same as before adds nothing, unless before it was only
/// invented.
pub fn judge(entries: Vec<Entry>, known: &Known, is_demo: bool) -> Outlook {
    let mut outlook = Outlook::default();
    for entry in entries {
        let Some(now) = known.get(&entry.key) else {
            outlook.steps.push(Step { entry, revision: 1, before: None, ends_demo: false });
            continue;
        };
        let ends_demo = now.is_demo && !is_demo;
        if now.value == entry.value && !ends_demo {
            outlook.same += 1;
        } else if is_demo && !now.is_demo {
            outlook.against_official.push(entry.row);
        } else {
            let (revision, before) = (now.revision + 1, Some(now.value.clone()));
            outlook.steps.push(Step { entry, revision, before, ends_demo });
        }
    }
    outlook
}
