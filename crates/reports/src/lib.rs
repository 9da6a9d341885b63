//! The department's report: one set of figures, written three ways that agree cell by cell (page,
//! workbook and CSV, document), as it is now or as it was known when a day ended. Here are also
//! the frozen reports of months and quarters, the totals of closed cohorts, the gain by
//! municipality, the priorities, and the public pages of municipalities. The reports for
//! directors are in `executive`.
//!
//! ## Words
//!
//! - **Period**: the days that a report covers, both included.
//! - **Facts**: what is read from the database, in a bounded number of statements.
//! - **Figures**: what is computed from the facts, once. Every page, sheet and file says these.
//! - **Sheet**: a table of typed cells: the one place from which page, workbook and CSV are
//!   written.
//! - **As-of day**: the day that a report knows; in the address it is «corte».
//! - **Cut**: the report of a month or a quarter, frozen after its end and compared with the one
//!   before.
//! - **Totals of a closed cohort**: what it adds up to in each municipality, kept when it closes.
//! - **Attendance of a cohort**: its people in each session, the whole against the minimum, and who is below
//!   it; what a cohort's page and a home page say (`cohort_attendance`).
//! - **Atom**: the smallest group whose answers or tests are added up, told by its own number.
//! - **Reached**: a municipality of which somebody with a seat attended a session.
//! - **Priority**: the place of a municipality by a score whose weights stand in the address.
//!
//! ## Rules
//!
//! - Page, workbook, CSV and document say the same cells (R61).
//! - Where two units serve a department, `unidad` in an address keeps the report to the municipalities of a
//!   unit; the unit to which some were given reads these and not the rest.
//! - Coordinations and directors read the departments of their unit, a gobernación its own,
//!   administrators all; what is outside looks absent (R60).
//! - A session is reported for the municipality where it found the person.
//! - The whole of a municipality, with names, is read by those who answer for it: its unit, its gobernación
//!   and the focal point of its town hall. Everybody reads bands of people (R60, R81).
//! - What people answered and how they did is added up of atoms: a cohort, or its people of one
//!   municipality. Fewer than five are in no sum of any period, cut or file (R81, ADR 15). Counts of
//!   certified people are told whatever their number.
//! - A cut holds no names of people, and `doctor` holds its body against its digest.
//! - Totals are written in the transaction that closes the cohort; `doctor` adds them up again.
//! - A list of fifty thousand people is never in memory whole.
//! - Whoever overwrites something that a report tells keeps what it was
//!   (`superseded_attribution`) or when it changed (`cancelled_at` of a session).
//! - An index is compared within the own group of each municipality (R4), and only complete scores are put
//!   in an order: who lacks the data has no right to the first place.
//! - A figure opens the list of people that it counts (R82), unless it is frozen.
//!
//! ## A walk: the workbook of fifty thousand people
//!
//! `GET /informes/departamentos/05/xlsx`, in `files`:
//!
//! 1. `Db::snapshot` opens a read transaction: whatever changes meanwhile, every sheet is of one
//!    moment.
//! 2. A department of up to ten thousand people is read at once. A larger one is counted without
//!    people first, closed cohorts by their totals, and the sheets before the list are written.
//! 3. The cohorts are divided, in their order, into parts of about ten thousand people. Each part
//!    is asked for, counted by the same `compute`, added to the sheet, and forgotten. The writing
//!    is done by the blocking pool, a part at a time, so that no thread waits for the database.
//! 4. At the end come the row of totals and the sheets after it. The CSV of the list is written
//!    in the same way; the document takes everybody of a small department and the drawn cohorts
//!    of a large one.
//!
//! ## A second walk: a report of a day that is over
//!
//! `GET /informes/departamentos/<department>?corte=2026-11-15`, in `asof`:
//!
//! 1. The ledger's as-of day is read from the address; one to come is refused beside its field. A
//!    day that is not over is told as it is known now; one that is over, at its last instant in
//!    Bogotá.
//! 2. The facts of a day that is over are read by code of their own: the last event of each
//!    enrolment, the last mark of each session, certificates neither revoked nor replaced by then
//!    (`asof/places`), sessions by their moments (`asof/sessions`), what the ledger knew. A
//!    cohort's row is read as it is, and every change that history tells of after that instant is
//!    taken back (`asof/undo`, pure).
//! 3. The facts have the form of the live ones, so the same code counts them and writes page,
//!    sheets and paper. The table at the head of `asof` says what is read from what, and what
//!    nothing keeps. `tests/reports/asof/random` holds random histories against what each day
//!    said.
//!
//! ## A third walk: a month is over
//!
//! 1. `cuts/worker` looks once an hour which months and quarters ended six days ago or more
//!    (`cuts/rules`), and which department with a cohort by then has no cut of them.
//! 2. `freeze` counts the report of those days by the very code of the live one and keeps it as
//!    JSON with its digest, without people (`report_cut`). Whoever freezes the same at once
//!    waits, and finds it done.
//! 3. The pages and files of a cut read that JSON into the same figures and write them with the
//!    same sheets. `cuts/compare` puts its summary beside that of the cut before.

pub use reports_model::*;

mod capability;
mod cards;
pub mod cohort_totals;
pub mod cuts;
mod files;
pub mod gains;
pub mod municipalities;
mod people;
pub mod priorities;
pub mod sheets;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
