//! Grades that people give: the plan of activities and the grid of a cohort, the grade book as a
//! spreadsheet, products with their rubrics, appeals of learners, and the reopening of a closed
//! cohort's grades. Tests are in `exams`; what a grade is, and the one way it is written, is in
//! `assessment`.
//!
//! ## Words
//!
//! - **Grid**: the page on which a cohort's grades are typed, people by activities.
//! - **Grade book**: the same grid as a spreadsheet that goes out, is filled, and comes back.
//! - **Control**: a heading of the book: the last entry that it showed and a digest of those
//!   grades.
//! - **Product**: what an activity asks people to make: until when, in what form, by how many
//!   graders.
//! - **Rubric**: a table of criteria, which weigh, and levels, which earn tenths. It has
//!   versions.
//! - **Submission**: one version of what somebody handed in, a file or a link.
//! - **Grading**: what one grader said of a submission: levels, or that it be made better.
//! - **Moderation**: what the coordination decides where graders differ by more than is
//!   tolerated.
//! - **Appeal**: a learner asks that a grade of theirs be looked at again.
//! - **Reopening**: some days on which the grades of a closed cohort may change, each with a
//!   reason.
//!
//! ## Rules
//!
//! - All cells of a grid are written, or none. A cell that somebody else changed meanwhile is
//!   left alone if this writer did not touch it, and refused with names if both did.
//! - A grade book is looked at cell by cell before anything is written; an empty cell leaves the
//!   grade as it is, and a formula is wrong, whatever it gave.
//! - A rubric stands once somebody graded by it: two people of a cohort are not graded by two
//!   rules.
//! - Gradings and submissions are never changed: whoever says it again says it anew, and the last
//!   word of each grader counts.
//! - The grade of a product is the mean of its graders, rounded half up, unless they differ too
//!   much. What comes late is refused, taken, or loses by the day; what was given back is never
//!   late.
//! - Nobody grades or moderates their own product, and nobody hands in for somebody else.
//! - A grade is appealed until the end of the fifth working day after it was written, also when
//!   the cohort closed meanwhile. One appeal waits at a time for each grade.
//! - A reopening lasts 1 to 15 days and ends by the clock alone, or by hand. Tests and products
//!   stay closed.
//! - History and letters know that something was asked or answered, and never what was said.
//!
//! ## A walk: a grade is written, and written again
//!
//! `POST /cohortes/<cohort>/notas`:
//!
//! 1. There is one table of entries, and every entry says where it came from: typed, a test, a
//!    product, a file, an appeal. The grade that counts stands beside the last one.
//! 2. The handler reads the whole grid: everything typed stays, one wrong cell saves nothing, and
//!    the form carries the last entry that it showed. `enter_in` holds the cohort's row, leaves
//!    alone what somebody else changed meanwhile, and asks for a reason where a grade follows
//!    from work that others can read. `record_grade` is the same for what follows by itself.
//! 3. Tenths are of the cohort's scale, which stands from the first grade on; the pass mark is
//!    the course's, the same share of either scale.
//! 4. `book` writes the grid as a spreadsheet and takes it back. The heading «Control» carries
//!    the last entry that the file showed and a digest of the grades at that moment, which the
//!    entries tell again: nobody overwrites by hand what they had not seen. The preview says what
//!    would become of each cell, and all of them are written by the same `enter_in`, or none.
//! 5. The closing of the cohort locks the grades. `reopening` opens them for some days, by the
//!    clock alone, and every change then says why. `appeals` answers learners through the same
//!    path: the new grade is an entry like any other, with the answer as its reason.

pub use assessment_model::*;

pub mod appeals;
pub mod book;
mod capability;
mod cards;
pub mod checks;
pub mod commands;
pub mod products;
pub mod reopening;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
