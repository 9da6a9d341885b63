//! What others may use of `attendance`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/attendance`.

pub mod commands;
pub mod entity;
pub mod field;
pub mod joined;
pub mod labels;
pub mod list;
pub mod marks;
pub mod paper;
pub mod pending;
pub mod policy;
pub mod queries;
pub mod refusals;
pub mod reopening;
pub mod requests;
pub mod risk;
pub mod rules;
pub mod since;
pub mod windows;
