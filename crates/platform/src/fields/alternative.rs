//! What a person can choose, in the shape that `select`, `radios` and `checks` read.

use serde::Serialize;

use crate::example::Example;

/// One answer to choose. Neighbours of the same group stand together: sort by group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Example)]
pub struct Alternative {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    pub group: Option<String>,
    pub hint: Option<String>,
}

impl Alternative {
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self { value: value.to_string(), label: label.into(), group: None, hint: None }
    }

    /// The same one within a group.
    #[must_use]
    pub fn within(self, group: impl Into<String>) -> Self {
        Self { group: Some(group.into()), ..self }
    }

    /// The same one with a sentence that helps to choose it.
    #[must_use]
    pub fn explained(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}
