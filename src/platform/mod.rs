//! The ground every capability stands on: database, clock, forms, pages, errors, headers.
//!
//! Nothing here knows a word of the domain; if a sentence needs «cohort» or
//! «certificate» to be understood, its code belongs in a capability.

pub mod app;
pub mod back;
pub mod cells;
pub mod charts;
pub mod clock;
pub mod codes;
pub mod config;
pub mod dates;
pub mod db;
pub mod doctor;
pub mod entity;
pub mod errors;
pub mod fields;
pub mod files;
pub mod forms;
pub mod headers;
pub mod holidays;
pub mod idempotency;
pub mod ids;
pub mod keepers;
pub mod key_secret;
pub mod limits;
pub mod logs;
#[cfg(test)]
mod look_tests;
pub mod mail;
pub mod markdown;
pub mod marked;
pub mod numbers;
pub mod open;
pub mod origin;
pub mod pager;
pub mod pages;
pub mod problem;
pub mod progress;
pub mod registry;
pub mod renderer;
pub mod search;
pub mod secrets;
pub mod signing;
pub mod texts;
pub mod unread;
pub mod uploads;
pub mod workers;
pub mod workshop;
pub mod xlsx;
