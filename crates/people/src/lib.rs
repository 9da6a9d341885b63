//! The people who take part: persons, their documents, their posts in entities, and their
//! authorisation to process data. A person is one record for life, whatever their jobs, cohorts
//! and accounts. The pages about persons are in `enrolment`, because an enrolment is what shows a
//! person to a coordinator; here are the tables, the rules and the changes.
//!
//! ## Words
//!
//! - **Person**: one record with a name, a document, and perhaps a mail and a telephone.
//! - **Document**: type and number, normalised. An earlier document still finds its person.
//! - **Post**: a position in an entity and a municipality between two dates.
//! - **Principal post**: the one that comes first on a day. It decides for whom a person counts.
//! - **Vouched**: the institution stands behind a post; what only its person said is declared (R77).
//! - **Confirmation**: the last day on which somebody said that the person still holds a post.
//! - **Consent**: the proof that a person authorised the processing of their data (Ley 1581 de
//!   2012). After one that came with a list, the person is asked for themselves.
//! - **Document review**: a note that a document came with another name, until somebody has
//!   looked.
//! - **Possible duplicate**: a pair of records that may be one person, noted once and settled
//!   once.
//! - **Merge**: two records of one person made one. The absorbed record stays as an alias.
//! - **Person reference**: a column of some capability that holds a person, declared with what a
//!   merge does to its rows.
//!
//! ## Rules
//!
//! - A document is unique. A known document with a name that agrees finds the known person and
//!   overwrites nothing; with another name it is refused and left for review (R27).
//! - On every day with a post exactly one is the principal one, by construction: the one that was
//!   made principal last, or else the one that is held the longest (R29).
//! - A part of a name all in capitals or all in small letters is kept as names are written; another
//!   alphabet is refused.
//! - The kind of a post that came without it is asked of its person, whose word is declared (R77).
//! - Posts are added and ended. A post is corrected only while nothing depends on it, so that no
//!   report of the past changes (R31).
//! - A report asks for the post of the session's day, never for today's.
//! - A post that lasts and that nobody confirmed for twelve months shows as unconfirmed (R31); a
//!   worker asks its holder once a year.
//! - Possible duplicates are noted when the second one is registered or begins to work where the
//!   first one does: by mail or telephone and a part of the name, or by name within a
//!   municipality.
//! - Nobody settles a review about themselves, corrects their own name or mail, or changes their
//!   own document.
//! - A mail is corrected with a reason that stays out of history and of the letters to both
//!   addresses; the account moves with it. One's own counts when its link was followed (R77, R78).
//! - What the institution brings of somebody known fills what is empty and overwrites what only
//!   the person had said; `contacts` decides it for a list, its preview and a form alike.
//! - Documents are whole for coordination and administration, and masked for everybody else.
//! - Nobody settles a review about themselves, corrects their own name or changes their own
//!   document.
//! - Documents and contacts are whole for the coordination that reaches the person and for the
//!   administration, and masked for everybody else, whatever other role they hold (R80).
//! - A name, a document and a merge are one unit's to change where everything of the records is
//!   within it. Otherwise they are asked for (`person_request`), and another unit or the
//!   administration decides; the person is told at every address (R80).
//! - A change of a post or a merge tells the change subscribers of persons in its transaction.
//! - Every column that holds a person is declared by its capability; a test walks the schema and
//!   names each one that is not.
//!
//! ## A walk: two records of one person become one
//!
//! `POST /personas/<person>/union/<other>`. This capability may not know what later ones hang on
//! a person, so each of them declares it: its person references, what stands in the way of a
//! merge, what forbids undoing one, and what it tells on the page that sets two histories side by
//! side. The program puts the declarations together in the order of the map.
//!
//! 1. The handler finds both persons within the actor's scope, and the policy makes the permit.
//!    `commands/merge` locks both rows in the order of their ids, so that two merges of the same
//!    two records wait for each other.
//! 2. Every capability is asked what stands in the way. Two living enrolments in one cohort, for
//!    example, are two seats of one person: the coordination withdraws one first.
//! 3. The rows move as their references say: they become the survivor's, follow another row of
//!    theirs, stay where the survivor has a twin, or stay for a stated reason. Every value that
//!    changes is written in a journal (`person_merge_row`) with what it was and what it became.
//!    Marks, grades and certificates go with their enrolment and keep their words.
//! 4. The survivor takes the name or the document of the other record if that was chosen. The
//!    absorbed record stays as an alias: `queries::by_document` follows it, and an earlier
//!    document (`person_document`) in the same way. The change subscribers are told and the pair
//!    is settled.
//! 5. Undoing locks the merge and both persons and proves that every value still is what the
//!    merge made it. It then restores the journal backwards. If something has changed since, it
//!    says what and touches nothing.

pub use people_model::*;

mod capability;
pub mod checks;

pub use self::capability::CAPABILITY;
