//! What a person typed in a form and what is wrong with it, in the shape templates read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::example::{Example, Size};

/// The values of a form by field name (several for a group of checkboxes) and its errors in the
/// order in which they must be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// Texts exactly as typed; a field that is absent has no value.
    pub values: BTreeMap<String, Vec<String>>,
    /// What to correct, in the order of the page.
    pub errors: Vec<FieldError>,
}

/// One thing to correct. An empty `field` speaks of the whole form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Example)]
pub struct FieldError {
    /// Name, and therefore id, of the control.
    pub field: String,
    /// A sentence in Spanish that says how to correct it.
    pub text: String,
}

impl Example for FormState {
    /// A form as it was opened, or with something to correct.
    fn example(size: Size) -> Self {
        match size.truth {
            false => Self::default(),
            true => Self::default().with("campo", "1").refused("campo", "Corrija este dato."),
        }
    }
}

impl FormState {
    /// Adds a value to a field; call it again for another value of the same field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.values.entry(name.to_owned()).or_default().push(value.to_string());
        self
    }

    /// Adds the value when there is one; an empty text otherwise, so that the field is known.
    #[must_use]
    pub fn with_option(self, name: &str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self.with(name, ""),
        }
    }

    /// Adds every value of a field that takes several.
    #[must_use]
    pub fn with_all<T: ToString>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let texts = values.into_iter().map(|value| value.to_string());
        self.values.entry(name.to_owned()).or_default().extend(texts);
        self
    }

    /// The first value of a field, as typed.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    /// Every value of a field; none when it is absent.
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// Notes what is wrong with a field (`""` for the whole form).
    pub fn refuse(&mut self, field: &str, text: impl Into<String>) {
        self.errors.push(FieldError { field: field.to_owned(), text: text.into() });
    }

    /// The same state with one more error: [`FormState::refuse`] for a chain.
    #[must_use]
    pub fn refused(mut self, field: &str, text: impl Into<String>) -> Self {
        self.refuse(field, text);
        self
    }

    /// What is wrong with a field, if anything.
    pub fn error(&self, field: &str) -> Option<&str> {
        self.errors.iter().find(|error| error.field == field).map(|error| error.text.as_str())
    }

    /// Whether there is anything to correct.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }
}
