//! What others may use of `surveys`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/surveys`.

pub mod entity;
pub mod opinions;
pub mod queries;
pub mod questionnaire;
pub mod rules;
