//! What an import would change against what is known; pure.

use std::collections::HashMap;

use super::reading::{Entry, Key, Value};

/// What counts now, and its revision.
pub type Known = HashMap<Key, (Value, i32)>;

/// A row to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub entry: Entry,
    pub revision: i32,
    /// What it corrects.
    pub before: Option<Value>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    pub steps: Vec<Step>,
    pub same: usize,
}

impl Outlook {
    pub fn corrected(&self) -> usize {
        self.steps.iter().filter(|step| step.before.is_some()).count()
    }

    pub fn added(&self) -> usize {
        self.steps.len() - self.corrected()
    }
}

/// Compares entry by entry: what says the same as before adds nothing.
pub fn judge(entries: Vec<Entry>, known: &Known) -> Outlook {
    let mut outlook = Outlook::default();
    for entry in entries {
        match known.get(&entry.key) {
            Some((value, _)) if *value == entry.value => outlook.same += 1,
            Some((value, revision)) => outlook.steps.push(Step {
                revision: revision + 1,
                before: Some(value.clone()),
                entry,
            }),
            None => outlook.steps.push(Step { entry, revision: 1, before: None }),
        }
    }
    outlook
}
