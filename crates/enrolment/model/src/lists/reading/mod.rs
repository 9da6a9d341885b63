//! A row of the file turned into a person with their post, or into what is wrong with it; pure
//! (R25, R26). Nothing here knows who is known already: that is asked of the database afterwards.

mod answers;
mod cells;
mod identity;
mod person;
mod reader;
mod work;

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use people_model::entity::person::DocumentType;
use people_model::entity::post::Kind;
use sign_in_model::entity::account::AccountId;

use super::columns::{ColumnTarget, ColumnTargets};
use crate::commands::NewParticipant;

pub use super::places::ListPlaces;
pub use answers::{Answers, LEFT_OUT, PostAnswer};
pub use identity::{RowPerson, newcomers};
pub use reader::RowReader;

/// The values that count where a row says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defaults {
    pub document_type: Option<DocumentType>,
    pub municipality: Option<String>,
    pub kind: Option<Kind>,
    /// The alcaldía of each person's municipality.
    pub alcaldia: bool,
}

/// How a file is to be read, as a person chose it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportChoice {
    pub sheet: u32,
    /// The row of the headings, from 1; people begin below.
    pub header: u32,
    pub columns: ColumnTargets,
    pub defaults: Defaults,
    /// The headings that the columns were chosen by: they are proposed for another file with the same ones.
    #[serde(default)]
    pub headings: Vec<(u32, String)>,
    /// Whether rows that the sheet hides are people of the list too.
    #[serde(default)]
    pub with_hidden: bool,
    /// Who said that the people of the file authorised; a file of before this was kept has none.
    #[serde(default)]
    pub authorised: Option<Authorisation>,
    /// What was said before of the people of the file when it came; nothing where nobody said anything.
    #[serde(default)]
    pub earlier: Option<EarlierWord>,
}

impl ImportChoice {
    /// What the account said of the people of the file, of this one or of earlier ones.
    pub fn word_of(&self, account: AccountId) -> Option<EarlierWord> {
        let said = self.authorised.map(|said| EarlierWord { said, newcomers: 0 });
        said.or(self.earlier).filter(|word| word.said.by == account)
    }
}

/// The word of an account that the people of a file authorised that their data are kept (R71).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authorisation {
    pub at: DateTime<Utc>,
    pub by: AccountId,
}

/// What was said of the people of earlier files, and how many of this one were in none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierWord {
    pub said: Authorisation,
    pub newcomers: usize,
}

impl EarlierWord {
    /// What was said, where it is said of everybody.
    pub fn of_all(self) -> Option<Authorisation> {
        (self.newcomers == 0).then_some(self.said)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemLevel {
    /// An error: nothing is imported while there is one.
    Error,
    /// A warning, which stops nothing.
    Warning,
}

/// A question that a row asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// One answer settles it for all rows that say the same: the cell's text, and the value proposed for it.
    Spelling { target: ColumnTarget, typed: String, suggestion: Option<String> },
    /// What the row means by a post that differs from the known one ([`PostAnswer`]).
    Post,
    /// Whether the coordination sets a rule of the course, or a caution, aside: its code, and the reason given by
    /// now.
    Rule { code: &'static str, reason: Option<String> },
}

impl Question {
    /// The word that stands for a question about a post.
    pub const POST: &str = "vinculacion";
    /// The word that stands for a question about a rule.
    pub const RULE: &str = "excepcion";

    pub fn code(&self) -> &'static str {
        match self {
            Self::Spelling { target, .. } => target.code(),
            Self::Post => Self::POST,
            Self::Rule { .. } => Self::RULE,
        }
    }

    pub fn typed(&self) -> Option<&str> {
        match self {
            Self::Spelling { typed, .. } => Some(typed),
            Self::Rule { code, .. } => Some(code),
            Self::Post => None,
        }
    }

    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::Spelling { suggestion, .. } => suggestion.as_deref(),
            Self::Rule { reason, .. } => reason.as_deref(),
            Self::Post => None,
        }
    }
}

/// Something about a cell, or about a whole row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    pub row: u32,
    pub column: Option<u32>,
    pub level: ProblemLevel,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
    pub question: Option<Question>,
}

/// A person of the file.
#[derive(Clone, Debug)]
pub struct ImportCandidate {
    pub row: u32,
    pub participant: NewParticipant,
    /// Digits of the entity's NIT, when the row has it.
    pub nit: Option<String>,
    /// The day on which the person took up the post, when the row has it.
    pub starts_on: Option<NaiveDate>,
    /// What was answered about a post that the row contradicts.
    pub post: Option<PostAnswer>,
    /// The reason why the person takes part although the course asks for something else.
    pub exception: Option<String>,
}

/// A row below the headings as it was read, for the list that shows every one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRow {
    pub row: u32,
    /// What the row says, or would become: document, name, municipality, entity, position, kind, contacts.
    pub document: String,
    pub name: String,
    pub municipality: String,
    pub entity: String,
    pub position: String,
    pub kind: String,
    pub contacts: String,
    pub outcome: RowOutcome,
}

/// What became of a row when it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// A person: the place among the candidates.
    Person(usize),
    Wrong,
    /// It repeats the person of a row above.
    Repeated,
    /// A person left it out.
    LeftOut,
    /// Totals, notes, signatures, prepared lines, headings once more; or rows that the sheet hides.
    Nobodys,
}

/// Everything read from a file.
#[derive(Clone, Debug, Default)]
pub struct FileReading {
    pub candidates: Vec<ImportCandidate>,
    pub problems: Vec<RowProblem>,
    /// Every row with something in it below the headings.
    pub all: Vec<ReadRow>,
    /// The number of those rows.
    pub rows: u32,
    /// Rows that are nobody's.
    pub nobodys: u32,
    /// The number of rows that repeat the person of a row above.
    pub repeated: u32,
    /// Rows that somebody left out.
    pub left_out: u32,
    /// The reasons of exceptions, by the code of the rule.
    pub exceptions: HashMap<String, String>,
}
