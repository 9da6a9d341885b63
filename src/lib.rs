//! Formación Territorial: cohorts, attendance, certificates and the capacity they build.

pub mod platform;
