//! What others may use of `reports`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/reports`.

pub mod asof;
pub mod atoms;
pub mod cohort_attendance;
pub mod cohort_totals;
pub mod cuts;
pub mod figures;
pub mod gains;
pub mod pdf;
pub mod policy;
pub mod priorities;
pub mod programme;
pub mod queries;
pub mod results;
pub mod rules;
pub mod samples;
pub mod sheets;
pub mod sql;
pub mod views;
