//! Installed capacity (R31, R63): how many certified people a municipality has in post for each
//! capacity, on any day, as it is known now or as it was known then. The figures stand on posts
//! and certificates, are kept in the transaction of every change to either, and are derived again
//! from nothing by `doctor`.
//!
//! ## Words
//!
//! - **Holding**: the days on which a person counts for a capacity of a municipality, or for its
//!   people in post, and the time during which that was what the product knew.
//! - **Counting**: somebody counts on the days on which they have a post there and a certificate
//!   of the capacity holds. A person counts once.
//! - **As-of day**: the day that figures are asked for. A day that is over is told as it was
//!   known when it ended.
//! - **Known from, known until**: the second time of a holding: when it was learnt, and when
//!   something else was.
//! - **Unconfirmed**: in post, but nobody has said so for a year.
//! - **Retention**: of those certified so long ago, how many were in post six and twelve months
//!   after.
//! - **Target**: how many certified people are wanted for a capacity of a municipality, and why.
//! - **Coverage**: the certified people in post divided by the target.
//! - **Lacking**: a municipality lacks a capacity that nobody certified in post holds: it lost it, or it
//!   never had it.
//! - **Handover**: a capacity that nobody certified holds in a municipality from a day on.
//! - **Fill**: putting the people of an older database into the ledger, once.
//!
//! ## Rules
//!
//! - A holding has two times: the days on which it is true, and the time during which it was
//!   known. Rows are added; the only thing that is ever written into one is the end of being
//!   known.
//! - `rules` has no clock: the same posts and certificates give the same days whenever they are
//!   read. The last day of a post and of a certificate count; the day of a revocation does not.
//! - Holdings of one person, capacity and municipality never overlap.
//! - What a day said when it was over never changes. Before the ledger was filled, a day is
//!   computed with what was known then, and the page says so.
//! - Targets are corrected by another row. Without a target there is no coverage.
//! - A handover is told once, to the focal points and the coordination, with the cohorts that
//!   come next. No letter names anybody.
//! - Only those who answer for the municipality read its figures: in a small one a figure is a
//!   person (R60).
//!
//! ## A walk: a person leaves, and the municipality's capacity with them
//!
//! `POST /vinculaciones/<post>/fin`, and what the ledger keeps of it:
//!
//! 1. `people` writes the last day and tells the change subscribers of persons in its
//!    transaction, as every change of a post, a merge or a certificate does. It knows nothing of
//!    who listens: the program put the ledger there. If the ledger were missing, `doctor` would
//!    find every such change.
//! 2. `refresh` locks the person with all records of theirs, reads posts and certificates in two
//!    statements, however many people, and `rules` (pure) derives between which days they count
//!    for which capacity where, and why not after them. What differs from what was known is
//!    appended; what is no longer known gets the moment at which it stopped being, and nothing
//!    else.
//! 3. `handover` asks whether anybody is left on the first day that was lost. If nobody is, a row
//!    makes it once, and letters go to the focal points and the coordination. What ends by the
//!    calendar (a certificate, a term) is told by a worker.
//! 4. `/municipios/<place>/capacidad?corte=…` asks for a day. One that is over answers with what
//!    was known at its end, which nothing changes any more; today answers with what is known now.
//!    The line is always of now. `department` counts a department once and writes it as page,
//!    workbook and CSV.
//! 5. A database of before has people and no ledger: `fill` puts them in by blocks after the
//!    start, and days before that say that they are computed with what was known then.

pub use ledger_model::*;

mod capability;
mod capacity_query;
mod cards;
pub mod checks;
mod department;
pub mod fill;
mod lacking;
pub mod targets;
pub mod views;
mod web;

pub use self::capability::CAPABILITY;
