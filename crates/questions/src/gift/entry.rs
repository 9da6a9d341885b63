//! A question as it travels: with its name and where it belongs.

use crate::{Question, clean};

use super::{MOST_NAME, MOST_TAGS};

/// A question of a file. Names are one line of at most [`MOST_NAME`] characters, trimmed: the
/// functions that set them see to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GiftEntry {
    question: Question,
    name: String,
    category: String,
    id: String,
    tags: Vec<String>,
}

impl GiftEntry {
    pub fn new(question: Question) -> Self {
        Self {
            question,
            name: String::new(),
            category: String::new(),
            id: String::new(),
            tags: Vec::new(),
        }
    }

    /// What authors call it.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        self.name = short(name);
        self
    }

    /// Its folder in the bank, with `/` between the levels; what every system puts above its own
    /// (`$course$`, `top`) is left away.
    #[must_use]
    pub fn within(mut self, category: &str) -> Self {
        let line = clean::line(category);
        let levels: Vec<&str> = line
            .split('/')
            .map(str::trim)
            .filter(|level| !level.is_empty())
            .skip_while(|level| level.starts_with('$') || *level == "top")
            .collect();
        // What is cut may end in a mark between levels.
        self.category = short(&levels.join("/")).trim_end_matches(['/', ' ']).to_owned();
        self
    }

    /// What another system knows it by.
    #[must_use]
    pub fn identified(mut self, id: &str) -> Self {
        self.id = short(id);
        self
    }

    /// Words that it is found by: its capacity, its difficulty ([`crate::draw::Difficulty::word`]).
    /// More than [`MOST_TAGS`] and repeated ones are left out.
    #[must_use]
    pub fn tagged(mut self, tag: &str) -> Self {
        let tag = short(tag);
        if !tag.is_empty() && !self.tags.contains(&tag) && self.tags.len() < MOST_TAGS {
            self.tags.push(tag);
        }
        self
    }

    pub fn question(&self) -> &Question {
        &self.question
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn category(&self) -> &str {
        &self.category
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    pub fn tags(&self) -> &[String] {
        &self.tags
    }
}

fn short(raw: &str) -> String {
    let cut: String = clean::line(raw).chars().take(MOST_NAME).collect();
    cut.trim_end().to_owned()
}
