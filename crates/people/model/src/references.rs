//! Person references: every column that holds a person, declared by the capability that owns it. So
//! two records of one person can be merged (R28) by a capability that knows nothing of those that
//! come later.
//!
//! A test walks the schema and fails for a column without a [`PersonReference`].
//! `assembly::person_references` puts the declarations of all capabilities together.

use std::collections::HashMap;
use std::pin::Pin;

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::entity::person::PersonId;

/// A column that holds a person, and what a merge does with its rows.
#[derive(Clone, Copy, Debug)]
pub struct PersonReference {
    pub table: &'static str,
    pub column: &'static str,
    pub rule: ReferenceRule,
    /// What the rows are, for the page that shows what will move; empty when that page leaves them
    /// out.
    pub label: &'static str,
}

/// What a merge does with the rows of the absorbed record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceRule {
    /// The rows become the survivor's.
    Move,
    /// The rows become the survivor's, except those whose twin (the same value in this column) the
    /// survivor has: the database allows one. Both histories stay visible, each on its record.
    MoveUnlessTwin(&'static str),
    /// The rows go where another row goes: the row of this table that their column `by` names.
    Follow { by: &'static str, table: &'static str },
    /// A person has one such row. It becomes the survivor's, unless the survivor has one: then it
    /// stays and the truth in its column `switch` becomes false.
    One { switch: &'static str },
    /// The rows stay, for this reason.
    Stay(&'static str),
}

/// The future of a query about persons that a capability declares.
pub type PersonQuery<'a, T> = Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'a>>;

/// The rows that a merge moved, by table.
pub struct MovedRows {
    pub survivor: PersonId,
    pub absorbed: PersonId,
    pub rows: HashMap<String, Vec<i64>>,
}

impl MovedRows {
    pub fn of(&self, table: &str) -> &[i64] {
        self.rows.get(table).map_or(&[], Vec::as_slice)
    }
}

/// Part of a person's history, for the page that sets two persons beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Story {
    pub title: &'static str,
    pub lines: Vec<String>,
}

/// Returns sentences that say what stands in the way of merging two records: the survivor's and the
/// absorbed one's.
pub type MergeObjections =
    for<'a> fn(&'a DatabaseTransaction, PersonId, PersonId) -> PersonQuery<'a, Vec<String>>;
/// Returns sentences that say what has happened since the merge, so that it can no longer be undone
/// exactly.
pub type UndoObjections =
    for<'a> fn(&'a DatabaseTransaction, &'a MovedRows) -> PersonQuery<'a, Vec<String>>;
/// Returns what a capability knows of a person's history.
pub type StoryQuery = for<'a> fn(&'a DatabaseConnection, PersonId) -> PersonQuery<'a, Vec<Story>>;

/// All that one capability declares about persons. `None` means that it has nothing to say.
#[derive(Clone, Copy, Default)]
pub struct ReferenceDeclaration {
    pub references: &'static [PersonReference],
    pub merge_objections: Option<MergeObjections>,
    pub undo_objections: Option<UndoObjections>,
    pub story: Option<StoryQuery>,
}

/// The declarations of all capabilities, in the order of the map: a [`ReferenceRule::Follow`] comes
/// after the reference that it follows.
#[derive(Clone, Default)]
pub struct PersonReferences(pub Vec<ReferenceDeclaration>);

impl PersonReferences {
    pub fn all(&self) -> impl Iterator<Item = &'static PersonReference> {
        self.0.iter().flat_map(|declaration| declaration.references)
    }

    /// Returns what all capabilities know of a person's history, in the order of the map.
    pub async fn story(
        &self,
        db: &DatabaseConnection,
        person: PersonId,
    ) -> Result<Vec<Story>, DbErr> {
        let mut all = Vec::new();
        for story in self.0.iter().filter_map(|declaration| declaration.story) {
            all.extend(story(db, person).await?);
        }
        Ok(all)
    }
}

const SELF: &str = "the record itself, which stays as another name of the survivor";
const ASKED: &str = "what was asked about the records as they were";
const PAIR: &str = "a note about two records, which both stay";

/// The references of `people` and of the capabilities that come before it.
const PERSON_REFERENCES: &[PersonReference] = &[
    PersonReference {
        table: "post",
        column: "person_id",
        rule: ReferenceRule::Move,
        label: "vinculaciones",
    },
    PersonReference {
        table: "consent",
        column: "person_id",
        rule: ReferenceRule::Move,
        label: "autorizaciones",
    },
    PersonReference {
        table: "document_review",
        column: "person_id",
        rule: ReferenceRule::Move,
        label: "revisiones",
    },
    PersonReference {
        table: "person_document",
        column: "person_id",
        rule: ReferenceRule::Move,
        label: "",
    },
    PersonReference {
        table: "person_word",
        column: "person_id",
        rule: ReferenceRule::Stay(SELF),
        label: "",
    },
    PersonReference {
        table: "person",
        column: "merged_into",
        rule: ReferenceRule::Move,
        label: "",
    },
    PersonReference {
        table: "possible_duplicate",
        column: "one_id",
        rule: ReferenceRule::Stay(PAIR),
        label: "",
    },
    PersonReference {
        table: "possible_duplicate",
        column: "other_id",
        rule: ReferenceRule::Stay(PAIR),
        label: "",
    },
    PersonReference {
        table: "person_merge",
        column: "survivor_id",
        rule: ReferenceRule::Stay(PAIR),
        label: "",
    },
    PersonReference {
        table: "person_merge",
        column: "absorbed_id",
        rule: ReferenceRule::Stay(PAIR),
        label: "",
    },
    PersonReference {
        table: "person_request",
        column: "person_id",
        rule: ReferenceRule::Stay(ASKED),
        label: "",
    },
    PersonReference {
        table: "person_request",
        column: "other_id",
        rule: ReferenceRule::Stay(ASKED),
        label: "",
    },
    PersonReference {
        table: "account",
        column: "person_id",
        rule: ReferenceRule::One { switch: "is_active" },
        label: "cuenta",
    },
    PersonReference {
        table: "contact_change",
        column: "person_id",
        rule: ReferenceRule::Move,
        label: "",
    },
    PersonReference {
        table: "outbox_message",
        column: "person_id",
        rule: ReferenceRule::Move,
        label: "correos",
    },
];

/// What `people` declares, for itself and for the capabilities that come before it.
pub fn declaration() -> ReferenceDeclaration {
    ReferenceDeclaration {
        references: PERSON_REFERENCES,
        story: Some(super::queries::story),
        ..ReferenceDeclaration::default()
    }
}
