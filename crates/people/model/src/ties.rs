//! What hangs on a person, declared by each capability, so that two records of one person can be
//! made one (R28) by a capability that knows nothing of those that come later.
//!
//! Every column that holds a person has a [`Tie`]; a test walks the schema and fails for one that
//! is not declared. What is put together is in `assembly::ties`.

use std::collections::HashMap;
use std::pin::Pin;

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::entity::person::PersonId;

/// A column that holds a person, and what a union does with its rows.
#[derive(Clone, Copy, Debug)]
pub struct Tie {
    pub table: &'static str,
    pub column: &'static str,
    pub rule: Rule,
    /// What the rows are, for the page that shows what will move; empty when nobody asks.
    pub label: &'static str,
}

/// What a union does with the rows of the absorbed record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// They become the survivor's.
    Move,
    /// They become the survivor's, but for those whose twin (the same value in this column) the
    /// survivor has: the database allows one. Both histories stay visible, each on its record.
    MoveUnlessTwin(&'static str),
    /// They go where the row goes that this column of theirs names, of this table.
    Follow { by: &'static str, table: &'static str },
    /// One a person. It becomes the survivor's, unless the survivor has one: then it stays and
    /// this truth about it becomes false.
    One { switch: &'static str },
    /// They stay, for this reason.
    Stay(&'static str),
}

/// A question to a capability about persons.
pub type Asked<'a, T> = Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'a>>;

/// The rows that a union moved, by table.
pub struct Moved {
    pub survivor: PersonId,
    pub absorbed: PersonId,
    pub rows: HashMap<String, Vec<i64>>,
}

impl Moved {
    pub fn of(&self, table: &str) -> &[i64] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }
}

/// Part of a person's history, for the page that sets two beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub title: &'static str,
    pub lines: Vec<String>,
}

/// Sentences that say what stands in the way of making two records one: the survivor's and the
/// absorbed one's.
pub type AgainstMerging =
    for<'a> fn(&'a DatabaseTransaction, PersonId, PersonId) -> Asked<'a, Vec<String>>;
/// Sentences that say what has happened since, so that a union can no longer be undone exactly.
pub type AgainstUndoing = for<'a> fn(&'a DatabaseTransaction, &'a Moved) -> Asked<'a, Vec<String>>;
/// What a capability tells of a person.
pub type Told = for<'a> fn(&'a DatabaseConnection, PersonId) -> Asked<'a, Vec<Story>>;

/// All that a capability declares.
#[derive(Clone, Copy, Default)]
pub struct Declaration {
    pub ties: &'static [Tie],
    pub against_merging: Option<AgainstMerging>,
    pub against_undoing: Option<AgainstUndoing>,
    pub told: Option<Told>,
}

/// What every capability declares, in the order of the map: a [`Rule::Follow`] comes after what
/// it follows.
#[derive(Clone, Default)]
pub struct Ties(pub Vec<Declaration>);

impl Ties {
    pub fn all(&self) -> impl Iterator<Item = &'static Tie> {
        self.0.iter().flat_map(|declaration| declaration.ties)
    }

    /// Everything that is told of a person.
    pub async fn story(
        &self,
        db: &DatabaseConnection,
        person: PersonId,
    ) -> Result<Vec<Story>, DbErr> {
        let mut all = Vec::new();
        for tell in self.0.iter().filter_map(|declaration| declaration.told) {
            all.extend(tell(db, person).await?);
        }
        Ok(all)
    }
}

const SELF: &str = "the record itself, which stays as another name of the survivor";
const PAIR: &str = "a note about two records, which both stay";

/// What hangs on a person here and in the capabilities that come before.
const OWN: &[Tie] = &[
    Tie { table: "post", column: "person_id", rule: Rule::Move, label: "vinculaciones" },
    Tie { table: "consent", column: "person_id", rule: Rule::Move, label: "autorizaciones" },
    Tie { table: "document_review", column: "person_id", rule: Rule::Move, label: "revisiones" },
    Tie { table: "person_document", column: "person_id", rule: Rule::Move, label: "" },
    Tie { table: "person_word", column: "person_id", rule: Rule::Stay(SELF), label: "" },
    Tie { table: "person", column: "merged_into", rule: Rule::Move, label: "" },
    Tie { table: "possible_duplicate", column: "one_id", rule: Rule::Stay(PAIR), label: "" },
    Tie { table: "possible_duplicate", column: "other_id", rule: Rule::Stay(PAIR), label: "" },
    Tie { table: "person_merge", column: "survivor_id", rule: Rule::Stay(PAIR), label: "" },
    Tie { table: "person_merge", column: "absorbed_id", rule: Rule::Stay(PAIR), label: "" },
    Tie {
        table: "account",
        column: "person_id",
        rule: Rule::One { switch: "is_active" },
        label: "cuenta",
    },
    Tie { table: "outbox_message", column: "person_id", rule: Rule::Move, label: "correos" },
];

/// What `people` declares, for itself and for the capabilities that come before it.
pub fn declaration() -> Declaration {
    Declaration { ties: OWN, told: Some(super::queries::told), ..Declaration::default() }
}
