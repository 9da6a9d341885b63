//! What others may use of `indicators`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/indicators`.

pub mod columns;
pub mod entity;
pub mod figures;
pub mod peers;
pub mod policy;
pub mod preview;
pub mod queries;
pub mod reading;
pub mod refusals;
pub mod rules;
