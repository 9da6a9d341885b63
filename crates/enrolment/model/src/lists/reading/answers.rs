//! What a person answered about the rows on the page: cells mended, rows left out, spellings settled; pure.

use std::collections::{HashMap, HashSet};

use platform::search::fold;
use platform::texts::Words;
use serde::{Deserialize, Serialize};

use crate::lists::columns::ColumnTarget;

/// The answer that leaves out the rows of a spelling.
pub const LEFT_OUT: &str = "fuera";

/// What the list means by a post that differs from the one that is known (F26).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Words)]
#[words("enrolment.post_answer_")]
pub enum PostAnswer {
    /// The person has both posts.
    #[code("dos")]
    Both,
    /// The person changed: the known post ends the day before.
    #[code("cambio")]
    Changed,
    /// The list is old: the known post counts and nothing changes.
    #[code("antigua")]
    ListIsOld,
}

/// The answers of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// New texts of cells, by row and meaning.
    pub mended: HashMap<(u32, ColumnTarget), String>,
    pub left_out: HashSet<u32>,
    /// What a spelling means, by meaning and folded text (a municipality's with its department, where the row has
    /// one); the value is read as if it stood in the cell.
    pub spellings: HashMap<(ColumnTarget, String), String>,
    pub posts: HashMap<u32, PostAnswer>,
    /// Why the coordination sets a rule of the course, or a caution, aside for everybody of the file, by its code
    /// (R22, R85).
    pub exceptions: HashMap<String, String>,
}

impl Answers {
    /// What a spelling means, if somebody said so.
    pub fn spelling(&self, target: ColumnTarget, typed: &str) -> Option<&str> {
        if self.spellings.is_empty() {
            return None;
        }
        self.spellings.get(&(target, fold(typed))).map(String::as_str)
    }

    /// Whether a text is what somebody answered that a spelling means.
    pub fn is_value(&self, target: ColumnTarget, text: &str) -> bool {
        self.spellings.iter().any(|((about, _), value)| *about == target && value == text)
    }
}
