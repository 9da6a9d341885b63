//! What the official indices (MDM, IDF, FURAG and others) say of each municipality, by year,
//! source and comparison group (R3), and how far a municipality is from the median of its group
//! (R4). Values come in files of their publishers and are never invented here; the invented ones
//! of a demonstration are marked wherever they are shown.
//!
//! ## Words
//!
//! - **Index**: a publisher's family of indicators, such as MDM.
//! - **Value**: what an index says of a municipality in a year, in ten-thousandths of the unit.
//! - **Trait**: what tells municipalities apart in a year: comparison group, category, typology,
//!   population.
//! - **Scheme**: who made the comparison groups. Groups of one scheme and year belong together.
//! - **Import**: a file from its arrival until it is imported or forgotten. Its row stays as the
//!   source of what it brought.
//! - **Revision**: the number of a value for the same municipality, indicator and year; the
//!   highest one counts.
//! - **Preview**: what an import would do: new, the same, corrected.
//! - **Gap**: the difference between a municipality's value and the median of its group.
//!
//! ## Rules
//!
//! - Figures are whole numbers of ten-thousandths. There is no floating number between file and
//!   page.
//! - A row that can be read in two ways is wrong, and whoever imports says which way is right.
//! - What was completed is counted and told: a code without its leading zero, for example. An
//!   empty cell is no value and never zero. Codes that no capacity has are counted and passed by.
//! - A file is imported whole or not at all. It is forgotten once it is imported, or when it was
//!   left behind.
//! - A correction is the next revision, and what was published first stays. A unique constraint
//!   over the revision settles two imports at once.
//! - What was invented for a demonstration never corrects what was published.
//! - No figure goes across groups. With fewer than five values a group has no median, and the
//!   page says so.
//! - Only the national administration imports, and each person only the file that they looked at.
//!   Coordinators, directors and gobernaciones read the municipalities that they answer for.
//!
//! ## A walk: values of an indicator are imported
//!
//! `POST /indicadores/importacion`, and `POST` of the page of the check:
//!
//! 1. The national administration says of a file what it cannot say itself: the index, who
//!    published it and when, the year where only the file's name has one, and whether data of 0
//!    to 100 came as parts of one.
//! 2. `columns` finds the headings wherever they stand. `reading` (pure) turns each row into an
//!    entry or into what is wrong with it; `figures` reads the numbers. What only all rows
//!    together can tell (data of 0 to 1 among data of 0 to 100, points that may be of thousands)
//!    is wrong row by row (`reading/doubts`).
//! 3. The preview (pure) compares every entry with what counts now: new, the same, corrected.
//!    Nothing has changed yet, and the page names every wrong row.
//! 4. `commands::import` reads the file again before it takes the writer, then locks the row of
//!    the import, compares again and adds rows, five hundred at a time, in one transaction; or it
//!    refuses, because a row is wrong, nothing is new, or somebody imported the same meanwhile.
//!    History keeps the counts and the digest of the file.
//! 5. `/brechas` and the gap of a municipality read what counts: `peers` holds everybody's value
//!    of one indicator and year with the groups of one scheme, and `rules` (pure, whole numbers)
//!    finds the median of one group and the difference, or why there is none. `words` tells the
//!    account.

pub use indicators_model::*;

mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod views;
mod web;
mod words;

pub use self::capability::CAPABILITY;
