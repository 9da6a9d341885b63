//! Formación Territorial: cohorts, attendance, certificates and the capacity they build.
//!
//! One module a capability, in the order in which they may use one another: a later one may use an
//! earlier one, never the reverse.
// Some forty linked entities are more than the trait solver's default depth.
#![recursion_limit = "512"]

pub mod platform;

pub mod history;
pub mod notices;
pub mod sign_in;
pub mod territory;

pub mod people;

pub mod capacities;
pub mod courses;

pub mod cohorts;
pub mod enrolment;

pub mod attendance;

pub mod assessment;
pub mod certification;

pub mod demo;
