//! What others may use of `people`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/people`.

pub mod bringing;
pub mod commands;
pub mod contacts;
pub mod entity;
pub mod letters;
pub mod lookups;
pub mod oneself;
pub mod policy;
pub mod post_rules;
pub mod queries;
pub mod references;
pub mod reminders;
pub mod rules;
pub mod subscribers;
