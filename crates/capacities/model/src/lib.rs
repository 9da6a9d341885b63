//! What others may use of `capacities`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/capacities`.

pub mod entity;
pub mod framework;
pub mod labels;
pub mod queries;
