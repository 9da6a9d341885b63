//! The first page of everybody: what needs doing now, by role, with numbers that open their list;
//! and the same numbers by mail for coordinators on the morning of each working day. It counts
//! what the other capabilities keep and decides nothing.
//!
//! ## Words
//!
//! - **Home page**: a heading, a worklist or numbers, sections and actions. One template draws it for
//!   every role.
//! - **Worklist**: the session of now with its button, the decisions that wait, and the cohorts. `pages/rows`
//!   makes the rows that the roles share, and `pages/cohorts` the table of cohorts.
//! - **Decision**: things of one kind that wait, with a verb, how many, and where each is decided.
//! - **Number**: how many of something wait. It leads to the list that it counts.
//! - **Section**: a list with a heading, which says what there is to know when it is empty.
//! - **Item**: a row of a section with the address where the thing is done.
//! - **Widest role**: the one of an actor's roles whose page is shown.
//! - **Ready**: somebody of a closed cohort who has earned a certificate and never had one.
//! - **Digest**: the letter with the decisions of a coordinator's page.
//! - **Tour**: ten steps through the demonstration, each a page and the account that opens it.
//!
//! ## Rules
//!
//! - A page is the one of the widest role. Somebody who works here and also learns finds the way
//!   to their own enrolments and certificates at its end.
//! - A section shows twelve rows at most, and its number says how many there are. One without rows is a
//!   line at the end of the page.
//! - A kind of decision of which none waits has no row; one line names those kinds. A number that is 0 is
//!   not shown.
//! - A decision says since when the oldest waits, where somebody wrote that down; its places say it of each.
//! - A cohort has the figures of its own page, from the same functions: seats, attendance, who is below the
//!   minimum, sessions, and what is to be done (`reports_model::cohort_attendance`, `cohorts_model::next`).
//! - A direction and a gobernación read what waits and who decides it; their rows lead to the cohort.
//! - A session is tagged by the clock: «Por cerrar» is one that is over, and has marks.
//! - Every query is one statement unless it says more, whatever the number of cohorts.
//! - Who is ready is judged by the very rule that issues, never by a copy of it.
//! - A digest goes out between seven and ten in the morning, Monday to Friday, and on no holiday.
//!   There is none on a day when nothing waits.
//! - Nobody signed in sees open cohorts, a few numbers of the country, and the form that verifies
//!   a certificate. The numbers are counted once in ten minutes, whatever the crowd.
//! - In the demonstration they find the tour too; any page of it leads back to `/recorrido`.
//!
//! ## A walk: a coordinator opens the first page
//!
//! `GET /`:
//!
//! 1. `web` asks the desk for the visitor and takes the page of their widest role:
//!    administration, coordination, direction of a unit, gobernación, focal point, facilitator, or
//!    participant.
//! 2. `pages/coordinator` asks `queries` about the cohorts of the coordinator's scope that are not over,
//!    with the step that each waits for, the meeting of now or the next one, and those that are
//!    over and whose attendance is missing.
//! 3. It asks what waits for a decision in attendance, grades and certificates, cohort by cohort,
//!    and how many needs have people without a cohort.
//! 4. `ready` reads the latest closed cohorts in six statements at most, with marks and grades
//!    joined to one text for each person, and gives the facts to certification's judgement.
//! 5. `pages/waits` makes a decision of each kind that waits and one sentence of those that do not. Nothing is
//!    written: the page is only as old as the request.
//! 6. `pages/cohorts` reads sessions, people and marks of the twelve that are shown, one statement each, and
//!    says of every cohort what its own page says.
//! 7. `digest` does the same for each coordinator in the morning. The dedupe key holds day and
//!    account, so that several instances write one letter.

mod capability;
mod cards;
mod country;
pub mod digest;
mod pages;
mod queries;
mod ready;
mod views;
mod web;

pub use self::capability::CAPABILITY;
