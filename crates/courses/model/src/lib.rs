//! What others may use of `courses`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/courses`.

pub mod entity;
pub mod extras;
pub mod labels;
pub mod policy;
pub mod queries;
pub mod rules;
