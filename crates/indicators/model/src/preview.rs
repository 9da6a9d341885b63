//! The preview of an import: how its values differ from those that count now; pure.

use std::collections::HashMap;

use super::reading::{EntryKey, EntryValue, IndicatorEntry};

/// The value that counts now for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentValue {
    pub value: EntryValue,
    pub revision: i32,
    /// Invented for the demonstration.
    pub is_demo: bool,
}

pub type KnownValues = HashMap<EntryKey, CurrentValue>;

/// A row that the import adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorChange {
    pub entry: IndicatorEntry,
    pub revision: i32,
    /// The value that it corrects; `None` for a new one.
    pub before: Option<EntryValue>,
    /// The value that it corrects was invented for the demonstration, and the new one was published.
    pub ends_demo: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicatorPreview {
    pub steps: Vec<IndicatorChange>,
    pub same: usize,
    /// Rows of the file that are wrong because an invented value never replaces a published one.
    pub against_official: Vec<u32>,
}

impl IndicatorPreview {
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

/// Compares every entry with the value that counts now. An equal value adds nothing, unless the one
/// before was invented and this one is published.
pub fn judge(entries: Vec<IndicatorEntry>, known: &KnownValues, is_demo: bool) -> IndicatorPreview {
    let mut preview = IndicatorPreview::default();
    for entry in entries {
        let Some(now) = known.get(&entry.key) else {
            preview.steps.push(IndicatorChange {
                entry,
                revision: 1,
                before: None,
                ends_demo: false,
            });
            continue;
        };
        let ends_demo = now.is_demo && !is_demo;
        if now.value == entry.value && !ends_demo {
            preview.same += 1;
        } else if is_demo && !now.is_demo {
            preview.against_official.push(entry.row);
        } else {
            let (revision, before) = (now.revision + 1, Some(now.value.clone()));
            preview.steps.push(IndicatorChange { entry, revision, before, ends_demo });
        }
    }
    preview
}
