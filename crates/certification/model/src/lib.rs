//! What others may use of `certification`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/certification`.

pub mod codes;
pub mod entity;
pub mod labels;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod reviews;
pub mod rules;
pub mod snapshot;
pub mod templates;
pub mod validity;
