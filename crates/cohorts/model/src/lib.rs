//! What others may use of `cohorts`: its ids, tables, facts and pure rules, and the queries and commands
//! that they call within their own transaction. What the capability is, its words, its rules and a walk
//! through it are the first page of `crates/cohorts`.

pub mod audience;
pub mod calendar;
pub mod clashes;
pub mod commands;
pub mod counting;
pub mod demand;
pub mod entity;
pub mod follow_up;
pub mod labels;
pub mod next;
pub mod overlaps;
pub mod place;
pub mod policy;
pub mod progress;
pub mod queries;
pub mod refusals;
pub mod rules;
pub mod saving;
pub mod scale;
pub mod schedule;
pub mod subscribers;
pub mod timetable;
pub mod venues;
pub mod views;
