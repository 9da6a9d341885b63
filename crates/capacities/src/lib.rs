//! What a municipality must be able to do, and the official indicators that measure it. The files
//! of `seed/reference` bring the framework; from then on the national administration edits it in
//! the product. Courses say which capacities they build, official values say how a municipality
//! stands, and certificates say who holds a capacity: all of them name it by its code.
//!
//! ## Words
//!
//! - **Framework**: all capacities with their dimensions and indicators.
//! - **Dimension**: a group of capacities. It is a name on each capacity and can be given another
//!   one.
//! - **Capacity**: something that a municipality must be able to do, with a code that is for
//!   ever.
//! - **Subject**: the subject of training that a capacity belongs to; some belong to all of them.
//! - **Indicator**: an official measure, known by its index and its code, with unit, range and
//!   the direction that is better. One capacity may have several.
//! - **Link certainty**: how sure it is that an indicator speaks of a capacity, and who says so.
//! - **Revision**: everything that a capacity or an indicator said from one change to the next.
//!
//! ## Rules
//!
//! - What identifies something never changes: a capacity's code, an indicator's index and code.
//!   Values, courses and certificates name them.
//! - What is retired stays where it was used, and nothing new is made with it.
//! - A link that says more than «propuesta» names its source.
//! - The range of an indicator is one that a value can be held against.
//! - A change is refused when somebody else changed the same row since the form was opened.
//! - A new edition of a file changes what the program brought before and leaves alone what people
//!   changed.
//! - The framework is public: anybody reads it. Only the national administration changes it.
//! - `framework_revision` is append-only, and `doctor` holds the last revision against its row.
//! - The page of one capacity is in `courses`, because it tells which courses build it.
//!
//! ## A walk: the framework is edited
//!
//! `POST /capacidades/<capacity>/edicion`, in `framework`:
//!
//! 1. The form carries the revision that it was made of. The policy makes the permit for the
//!    national administration.
//! 2. `framework/commands` opens the transaction, takes the capacity and compares its revision
//!    with the form's. It writes nothing if the new text says what is there already.
//! 3. The row says what holds today and counts its revisions. `framework_revision` gets a row
//!    with everything that the capacity says now, with author, reason and moment. At the first
//!    change it also gets what the program had brought, dated by the load of the file, with
//!    nobody as author.
//! 4. The page of its history shows the revisions, newest first, and `framework/rules` (pure)
//!    says field by field what differs from the one before.
//! 5. A new edition of a reference file goes the same way (`reference`): the change has no
//!    author, its reason says that the file is a new edition, and whatever a person has changed
//!    is passed by and counted in the line that the command prints.

pub use capacities_model::*;

mod capability;
mod cards;
pub mod entity;
pub mod framework;
pub mod reference;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
