//! What people learnt, as far as others need to know: graded activities, grades, the final grade,
//! and the gain of a cohort. This crate is the model of three leaves: `bank` (questions), `exams`
//! (tests) and `grading` (the grid, products, appeals, reopening). Here are their tables, the
//! rules of grades, and the one way in which a grade is written.
//!
//! ## Words
//!
//! - **Activity**: something graded in a cohort: the pre-test, the post-test, a product, or
//!   another thing, with its weight in percent.
//! - **Plan**: the activities of a cohort together.
//! - **Entry**: every grade that was ever given, with its origin, author, moment and reason.
//! - **Origin**: where a grade came from: typed, a test, a product, a file, an appeal.
//! - **Grade**: the one that counts: the last entry's, kept beside it.
//! - **Final grade**: the weighted mean, or what is missing for it.
//! - **Gain**: how much of what was left to learn between the two tests was learnt (R44).
//! - **Task**: where an activity stands for one learner: open, handed in, given back, graded,
//!   missed.
//!
//! ## Rules
//!
//! - Grades are whole tenths of the cohort's scale, so that nothing is lost to binary fractions.
//!   The pass mark is decided on 0 to 5,0 with the course and means the same share of either
//!   scale.
//! - Entries are append-only. The grade beside them is written in the same transaction, and
//!   `doctor` proves both equal.
//! - Weights total 100, or 0 in a cohort that only measures. A plan has at most twelve
//!   activities, one pre-test and one post-test.
//! - An activity with grades is not removed and keeps its kind; the scale stands from the first
//!   grade, attempt or rubric on.
//! - A missing activity that weighs leaves no final grade: missing is not zero. The final grade
//!   is rounded half up to a tenth.
//! - A grade that follows from a test, a product or an appeal is typed over only with a reason,
//!   and what somebody decided with a reason stands against a later test.
//! - Grades are written while the cohort is confirmed or running. Those of a closed cohort change
//!   only while they are open again, and then every change has a reason.
//! - Gain is told of people with both tests and with something left to learn; the others are in
//!   none of its figures.
//! - Grades are read by those who work on the cohort and by the learner. A gobernación and
//!   whoever directs the unit read attendance only.
//!
//! ## A walk: a grade follows from a test
//!
//! An attempt ends in `exams`; the grade is written here:
//!
//! 1. The leaf holds the attempt's row and has scored it. It asks its own rules which grade all
//!    attempts that are over amount to, on the cohort's scale.
//! 2. It locks the cohort's row, as whoever types grades does, so that two who write one grade
//!    come one after the other and both are kept. `rules::may_grade` says whether grades still
//!    change; the grade of a cohort that closed meanwhile stays as it was closed.
//! 3. `commands::record_grade` reads the last entry of this activity and enrolment. It writes
//!    nothing if the grade is that already, or if somebody decided otherwise with a reason
//!    (`rules::stands`).
//! 4. Otherwise it appends an entry with its origin, its author and what it replaced, and writes
//!    the grade that counts beside it, with a statement that inserts or updates.
//! 5. Everything happens in the transaction of the leaf. Products and appeals come the same way,
//!    and a grid or a file by `enter_in`, which writes many cells at once with the same care.
//! 6. Certification reads `queries::final_grades`, reports read the gain, and the learner's page
//!    reads `tasks`, which sets tests and products side by side.

pub mod appeals;
pub mod bank;
pub mod commands;
pub mod entity;
pub mod exam;
pub mod labels;
pub mod policy;
pub mod products;
pub mod queries;
pub mod reopening;
pub mod rules;
pub mod tasks;
