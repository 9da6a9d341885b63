//! What others may use of `ledger`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/ledger`.

pub mod as_of;
pub mod entity;
pub mod facts;
pub mod figures;
pub mod handover;
pub mod letters;
pub mod policy;
pub mod queries;
pub mod refresh;
pub mod rules;
pub mod targets;
pub mod views;
