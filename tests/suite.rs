//! The whole product seen from outside, in one binary. One capability, one
//! module, the same word as in `src/`; `support` is the ground they stand on.

// A test that cannot go on stops: that is what these are for in a test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![recursion_limit = "512"]

mod support;

mod access;
mod accounts;
mod announcements;
mod assessment;
mod attendance;
mod browser;
mod calendars;
mod capacities;
mod certification;
mod cohorts;
mod courses;
mod enrolment;
mod files;
mod generator;
mod home;
mod house;
mod indicators;
mod ledger;
mod needs;
mod notices;
mod people;
mod reports;
mod sign_in;
mod surveys;
mod territory;
